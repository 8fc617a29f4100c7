/* Runs before the first paint, so that a dark screen never flashes white; a file of its own because the policy forbids inline scripts. */
(function () {
  var scheme = null;
  var language = null;
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value');
    language = localStorage.getItem('steward-language');
  } catch (refused) {
    /* Storage may be switched off; the defaults do. */
  }
  var dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (language) document.documentElement.lang = language;
})();
