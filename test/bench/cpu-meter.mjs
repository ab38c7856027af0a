// Loaded into a server that is measured: tells whoever started it how much processor time the process has used so far,
// all threads included, in milliseconds.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});
process.channel?.unref();
