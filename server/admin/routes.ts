import type { StaffRoute } from '../http/staff-route.js';
import { discardCodes } from './codes/discard-codes.js';
import { issueCodes } from './codes/issue-codes.js';
import { showCodes } from './codes/show-codes.js';
import { spareCodes } from './codes/spare-codes.js';
import type { AdminDeps } from './deps.js';
import { enterForm } from './paper/enter-form.js';
import { importForms } from './paper/import-forms.js';
import { showPaper } from './paper/show-paper.js';
import { showParticipation } from './participation/show-participation.js';
import { exportQuestionnaire } from './questionnaires/export-questionnaire.js';
import { importQuestionnaire } from './questionnaires/import-questionnaire.js';
import { listQuestionnaires } from './questionnaires/list-questionnaires.js';
import { previewQuestionnaire } from './questionnaires/preview-questionnaire.js';
import { editReference } from './references/edit-reference.js';
import { importReferences } from './references/import-references.js';
import { listReferences } from './references/list-references.js';
import { removeReference } from './references/remove-reference.js';
import { closeWave } from './waves/close-wave.js';
import { createWave } from './waves/create-wave.js';
import { editAccess } from './waves/edit-access.js';
import { editDates } from './waves/edit-dates.js';
import { editHeadcounts } from './waves/edit-headcounts.js';
import { editPlan } from './waves/edit-plan.js';
import { editTexts } from './waves/edit-texts.js';
import { listWaves } from './waves/list-waves.js';
import { openWave } from './waves/open-wave.js';
import { showPlanPreview } from './waves/preview-plan.js';
import { prepareResults } from './waves/prepare-results.js';
import { removeWave } from './waves/remove-wave.js';
import { requestTables } from './waves/request-tables.js';
import { showWave } from './waves/show-wave.js';

/** HR's pages below `/staff`. Fixed paths come before those with a parameter in the same place. */
export function adminRoutes(deps: AdminDeps): StaffRoute[] {
  const parts = [
    listQuestionnaires,
    importQuestionnaire,
    previewQuestionnaire,
    exportQuestionnaire,
    listReferences,
    importReferences,
    editReference,
    removeReference,
    listWaves,
    createWave,
    showWave,
    editTexts,
    editDates,
    editAccess,
    editHeadcounts,
    editPlan,
    showPlanPreview,
    showCodes,
    issueCodes,
    discardCodes,
    spareCodes,
    openWave,
    removeWave,
    showPaper,
    enterForm,
    importForms,
    showParticipation,
    closeWave,
    prepareResults,
    requestTables,
  ];
  return parts.flatMap((part) => part(deps));
}
