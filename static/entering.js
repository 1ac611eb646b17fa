// Typing in forms by the keyboard: a number picks an answer, Enter goes to the next question.
(function () {
  "use strict";
  var form = document.getElementById("entry");
  var told = document.getElementById("keys");
  if (!form || !form.closest) return;
  form.classList.add("with-keys");
  if (told) told.hidden = false;

  function pick(from, key) {
    var box = from.closest(".typed").querySelector('[data-key="' + key + '"]');
    if (!box) return false;
    box.checked = box.type === "radio" || !box.checked;
    box.focus();
    return true;
  }

  function goOn(from) {
    var parts = Array.prototype.slice.call(form.querySelectorAll(".typed"));
    var next = parts[parts.indexOf(from.closest(".typed")) + 1];
    var box = next ? next.querySelector("input:checked") || next.querySelector("input, textarea")
      : form.querySelector(".button");
    box.focus();
  }

  if (form.hasAttribute("data-another")) goOn(document.getElementById("helped"));

  form.addEventListener("keydown", function (event) {
    var from = event.target;
    if (from.tagName !== "INPUT" || event.ctrlKey || event.altKey || event.metaKey) return;
    var isBox = from.type === "radio" || from.type === "checkbox";
    if (isBox && /^[0-9]$/.test(event.key) && pick(from, event.key)) event.preventDefault();
    if (event.key !== "Enter") return;
    event.preventDefault();
    goOn(from);
  });
})();
