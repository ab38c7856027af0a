// Comfort only: every page works without this file.
const summary = document.getElementById('error-summary');
if (summary) summary.focus();
