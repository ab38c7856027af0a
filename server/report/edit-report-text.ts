import { z } from 'zod';
import { flash, staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRoute } from '../http/staff-route.js';
import type { ReportText } from '../ports/report-texts.js';
import type { ReadingDeps } from './deps.js';
import { paragraphsOf, writtenChapters, type WrittenChapter } from './report-chapters.js';
import { sceneOf } from './picture-scene.js';
import { answerNotFound, withRelease, type ReleaseCall } from './with-release.js';

/** A text is read in a minute or two; longer ones belong elsewhere. */
const MOST = 8000;

const formSchema = z.object({
  de: z.string().default('').transform(plain),
  en: z.string().default('').transform(plain),
  basedOn: z.coerce.number().int().min(0).catch(0),
  go: z
    .string()
    .regex(/^(preview|save|restore:\d{1,6})$/)
    .catch('preview'),
});
type Form = z.infer<typeof formSchema>;

type Fault = 'too-long' | 'changed-meanwhile';

/** HR's texts of one chapter: the fields, a preview, and the versions before. */
export function editReportText(deps: ReadingDeps): StaffRoute['handle'] {
  return withChapter(deps, async (call, chapter) => {
    const versions = await deps.reportTexts.versions(call.wave.id, chapter);
    const newest = versions[0];
    const form: Form = {
      de: newest?.text.de ?? '',
      en: newest?.text.en ?? '',
      basedOn: newest?.version ?? 0,
      go: 'preview',
    };
    await show(deps, call, chapter, { form, versions, preview: false, fault: null });
  });
}

/** Shows a preview, stores a version, or takes an older one up again. A text is never lost: every version stays. */
export function saveReportText(deps: ReadingDeps): StaffRoute['handle'] {
  return withChapter(deps, async (call, chapter) => {
    const { req, res, wave } = call;
    const form = formSchema.parse(req.body ?? {});
    const versions = await deps.reportTexts.versions(wave.id, chapter);
    const page = { form, versions, preview: true };
    if (form.go === 'preview') return show(deps, call, chapter, { ...page, fault: faultOf(form) });
    const restored = form.go.startsWith('restore:') ? Number(form.go.slice('restore:'.length)) : null;
    const old = versions.find(({ version }) => version === restored);
    const text = old?.text ?? { de: form.de, en: form.en };
    if (restored !== null && old === undefined)
      return answerNotFound(deps, req, res, 'unknown-chapter', wave.id);
    if (faultOf(text) !== null) return show(deps, call, chapter, { ...page, fault: 'too-long' });
    const savedBy = staffOf(req).login;
    const outcome = await deps.reportTexts.save({
      ...{ waveId: wave.id, chapter, text, savedBy },
      basedOn: form.basedOn,
    });
    if (outcome === 'changed-meanwhile')
      return show(deps, call, chapter, { ...page, fault: 'changed-meanwhile' });
    if (outcome === 'saved')
      await deps.audit.append({
        actor: savedBy,
        action: restored === null ? 'text.saved' : 'text.restored',
        subject: wave.id,
        details: { chapter, version: form.basedOn + 1 },
      });
    flash(req, outcome === 'saved' ? 'chapters.edit.saved' : 'chapters.edit.unchanged');
    res.redirect(303, `/staff/results/${wave.id}/report#${chapter}`);
  });
}

function withChapter(
  deps: ReadingDeps,
  act: (call: ReleaseCall, chapter: WrittenChapter) => Promise<void>,
): StaffRoute['handle'] {
  return withRelease(deps, (call) => {
    const { req, res, wave } = call;
    const chapter = writtenChapters.find((candidate) => candidate === req.params.chapter);
    if (chapter === undefined) return answerNotFound(deps, req, res, 'unknown-chapter', wave.id);
    return act(call, chapter);
  });
}

interface EditPage {
  readonly form: Form;
  readonly versions: readonly ReportText[];
  readonly preview: boolean;
  readonly fault: Fault | null;
}

async function show(
  deps: ReadingDeps,
  call: ReleaseCall,
  chapter: WrittenChapter,
  { form, versions, preview, fault }: EditPage,
): Promise<void> {
  const { req, res, wave } = call;
  const { t } = await sceneOf(deps, call);
  const options = {
    title: t('chapters.edit.title', { chapter: t(`chapters.name.${chapter}`) }),
    simulated: wave.simulated,
    hasErrors: fault !== null,
    ...(fault === null ? {} : { status: fault === 'changed-meanwhile' ? 409 : 422 }),
  };
  staffPage(deps.views, req, res, 'report/report-edit', options, {
    wave,
    chapter,
    form: fault === 'changed-meanwhile' ? { ...form, basedOn: versions[0]?.version ?? 0 } : form,
    versions,
    preview: preview ? { de: paragraphsOf(form.de), en: paragraphsOf(form.en) } : null,
    fault,
    most: MOST,
    tooLong: { de: form.de.length > MOST, en: form.en.length > MOST },
  });
}

function faultOf(text: { readonly de: string; readonly en: string }): Fault | null {
  return text.de.length > MOST || text.en.length > MOST ? 'too-long' : null;
}

/** Lines end in one way, and nothing that cannot be seen stays in a text. */
function plain(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{C}\n\t]/gu, '')
    .trim();
}
