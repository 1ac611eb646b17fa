// A button that prints the page; it shows only where there is script to press it with.
(function () {
  "use strict";
  var button = document.getElementById("print");
  if (!button || !window.print) return;
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
})();
