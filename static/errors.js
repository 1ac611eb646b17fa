// Old browsers ignore autofocus on the error summary: once loaded, move focus there for them.
window.addEventListener("load", function () {
  var summary = document.getElementById("errors");
  if (summary && !summary.contains(document.activeElement)) summary.focus();
});
