import type { Demo } from './seed.js';

/** What the operator reads after the first start with the demonstration; passwords and codes appear here and nowhere else. */
export function greetDemo(demo: Demo, baseUrl: string): string[] {
  return [
    '',
    'Mehrwelt läuft mit einer Vorführung aus simulierten Antworten. / Mehrwelt runs with a demonstration of simulated answers.',
    '',
    `  Umfrage / survey        ${baseUrl}/de/${demo.openWave}`,
    `  Verwaltung / staff      ${baseUrl}/staff`,
    `  Ergebnisse / results    ${baseUrl}/staff/results/${demo.closedWave}`,
    '',
    'Konten (diese Passwörter werden nur jetzt gezeigt) / accounts (these passwords are shown only now):',
    ...demo.accounts.map(({ login, password }) => `  ${login.padEnd(10)} ${password}`),
    '',
    'Zugangscodes zum Ausprobieren / sample codes:',
    ...demo.sampleCodes.map((code) => `  ${code}`),
    '',
  ];
}

export function greetBack(baseUrl: string): string[] {
  return [`Mehrwelt: ${baseUrl}/ (Befragungen / surveys), ${baseUrl}/staff (Verwaltung / staff)`];
}

export function greetAdministrator(setupUrl: string): string[] {
  return [
    '',
    'Diese Installation hat noch kein Konto. Mit diesem Link wird das erste Verwaltungskonto angelegt;',
    'er gilt einmal und 24 Stunden. / No account yet. This link creates the first administrator; it works once, for 24 hours:',
    '',
    `  ${setupUrl}`,
    '',
  ];
}
