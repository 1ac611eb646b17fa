// Checking people in: a tap is kept without a new page, and what the other tablet did shows by
// itself. With no script each tap is a page. Nothing is shown again once the page is left.
(function () {
  "use strict";
  var script = document.currentScript, EVERY = 10000, busy = 0;
  var form = document.querySelector("[data-taps]"), lost = document.getElementById("lost");

  window.addEventListener("pagehide", function () { document.body.hidden = true; });
  window.addEventListener("pageshow", function (event) {
    document.body.hidden = false;
    if (event.persisted) {
      document.body.hidden = true;
      location.reload();
    }
  });
  if (!form || !window.fetch || !window.DOMParser) return;

  function say(words) {
    lost.textContent = words;
    lost.hidden = !words;
  }

  // Only where something is different, and the button that was pressed keeps the focus.
  function show(html) {
    var page = new DOMParser().parseFromString(html, "text/html"), had = document.activeElement;
    var now = document.querySelectorAll("[data-live]"), next = page.querySelectorAll("[data-live]");
    if (next.length !== now.length) return location.reload();
    for (var i = 0; i < now.length; i++) {
      if (now[i].innerHTML !== next[i].innerHTML) now[i].innerHTML = next[i].innerHTML;
    }
    var again = had && had.id && document.getElementById(had.id);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    say("");
  }

  function ask(options) {
    busy += 1;
    options.credentials = "same-origin";
    options.cache = "no-store";
    return fetch(form.action, options).then(function (answer) {
      var there = answer.url.split("#")[0] === form.action;
      if (!answer.ok || !there) return location.reload();
      return answer.text().then(show);
    }).finally(function () { busy -= 1; });
  }

  form.addEventListener("submit", function (event) {
    var pressed = event.submitter;
    if (!pressed || !pressed.name) return;
    event.preventDefault();
    var tap = new FormData(form);
    tap.append(pressed.name, pressed.value);
    ask({ method: "POST", body: tap }).catch(function () { say(script.getAttribute("data-lost")); });
  });

  function look() {
    if (!busy && !document.hidden) ask({}).catch(function () { /* the next look may go better */ });
  }
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
})();
