import { layOutFile } from '../pictures/file-layout.js';
import { light } from '../pictures/palette.js';
import { staffOf, type StaffRoute } from '../http/staff-route.js';
import type { ReadingDeps } from './deps.js';
import { drawPicture } from './draw-picture.js';
import { sceneOf } from './picture-scene.js';
import { pictureKinds, type Picture, type PictureScene } from './picture-words.js';
import { answerNotFound, withTable, type ReleaseCall } from './with-release.js';

/** One picture of a table as a file that stands for itself: SVG, or PNG for programs that take no SVG. */
export function downloadPicture(deps: ReadingDeps, format: 'svg' | 'png'): StaffRoute['handle'] {
  return withTable(deps, async (call) => {
    const { req, res, wave, table } = call;
    const kind = pictureKinds.find((candidate) => candidate === req.params.kind);
    const scene = await sceneOf(deps, call);
    const picture = kind === undefined ? null : drawPicture(scene, table, kind);
    if (picture === null) return answerNotFound(deps, req, res, 'unknown-picture', wave.id);
    await deps.audit.append({
      actor: staffOf(req).login,
      action: 'release.downloaded',
      subject: wave.id,
      details: { format, table: table.id },
    });
    const svg = pictureFile(deps, scene, picture, call);
    const name = `${wave.simulated ? 'simulated-' : ''}${wave.id}-${table.id}-${picture.kind}.${format}`;
    res.set('Content-Disposition', `attachment; filename="${name}"`);
    if (format === 'svg') res.type('image/svg+xml; charset=utf-8').send(svg);
    else res.type('image/png').send(await deps.rasteriser.png(svg));
  });
}

function pictureFile(
  { views }: ReadingDeps,
  { t, format, lang }: PictureScene,
  picture: Picture,
  { wave, release, releasedOn }: ReleaseCall,
): string {
  const people =
    release.records === null
      ? t('report.wave.recordsHidden', { k: release.k })
      : t('pictures.file.records', { records: release.records });
  const layout = layOutFile(picture.drawing, {
    title: picture.name,
    lead: [
      `${wave.title[lang]}, ${t('report.wave.fromTo', { from: format.date(wave.opensAt), to: format.date(wave.closesAt) })}`,
      ...picture.remarks,
    ],
    blank: t('pictures.blank'),
    foot: [
      ...picture.notes,
      `${people} ${t('pictures.file.k', { k: release.k })}`,
      t('report.remark.voluntary'),
      t('pictures.file.source', { wave: wave.id, date: format.date(releasedOn) }),
      ...(wave.simulated ? [t('common.simulated')] : []),
    ],
  });
  return views.fragment('pictures/file', lang, {
    layout,
    colours: light,
    name: picture.name,
    description: picture.description,
  });
}
