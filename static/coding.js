// Deciding on codes by the keyboard. Whoever speaks to their device, or strays onto a key, can
// turn the keys off; that is kept for as long as the browser is open.
(function () {
  "use strict";
  var form = document.getElementById("coding");
  var told = document.getElementById("keys");
  var turn = document.getElementById("keys-off");
  if (!form || !form.closest || !told) return;
  var NAME = "coding-keys-off", SAYS = { p: "working", c: "not_working", w: "wanted", b: "mixed" };
  var off = false, sent = false, row = null;
  try { off = sessionStorage.getItem(NAME) === "1"; } catch (none) { /* it is not kept */ }

  function show() {
    document.body.classList.toggle("with-keys", !off);
    turn.setAttribute("aria-pressed", off ? "true" : "false");
  }
  turn.addEventListener("click", function () {
    off = !off;
    try { sessionStorage.setItem(NAME, off ? "1" : "0"); } catch (none) { /* it is not kept */ }
    show();
  });
  told.hidden = false;
  show();

  form.addEventListener("submit", function (event) {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", function () { sent = false; });
  form.addEventListener("change", function (event) {
    row = event.target.closest(".coded") || row;
  });

  function tick(key) {
    var box = form.querySelector('[data-key="' + key + '"]');
    if (!box) return;
    box.checked = !box.checked;
    row = box.closest(".coded");
    box.focus();
  }
  function say(what) {
    var first = form.querySelector(".coded input:checked");
    var at = row || (first && first.closest(".coded"));
    if (!at) return;
    at.querySelector("select").value = what;
    at.querySelector("input").checked = true;
  }
  function others() {
    var all = document.getElementById("others");
    if (!all) return;
    all.open = true;
    all.querySelector("input").focus();
  }
  function back() {
    var way = document.querySelector("#undo button, a#undo");
    if (way) way.click();
  }
  function press(key) {
    if (/^[1-9a-z]$/.test(key) && form.querySelector('[data-key="' + key + '"]')) tick(key);
    else if (SAYS[key]) say(SAYS[key]);
    else if (key === "o") others();
    else if (key === "Enter") form.querySelector(".go .button").click();
    else if (key === "n") form.querySelector("[name=no_theme]").click();
    else if (key === "s") document.getElementById("skip").click();
    else if (key === "u") back();
    else return false;
    return true;
  }

  document.addEventListener("keydown", function (event) {
    var from = event.target, kind = from.tagName;
    if (off || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (kind === "TEXTAREA" || kind === "SELECT") return;
    if (event.key === "Enter" && /^(A|BUTTON|SUMMARY)$/.test(kind)) return;
    if (press(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
  });
})();
