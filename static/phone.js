// The on-screen phone: new texts appear, and a text is sent, without reloading.
// With no script the page works the same; a person reloads it to see what is new.
(function () {
  "use strict";
  if (!window.fetch || !window.DOMParser || !window.FormData) return;
  var EVERY = 1500;
  var busy = false;

  function show(now, next) {
    // Only what is new is added, so that a screen reader says it once.
    var had = now.querySelectorAll("li");
    var has = next.querySelectorAll("li");
    var list = now.querySelector("ol");
    if (!list || has.length < had.length) {
      now.innerHTML = next.innerHTML;
      return;
    }
    for (var i = 0; i < has.length; i++) {
      if (!had[i]) list.appendChild(has[i]);
      else if (had[i].innerHTML !== has[i].innerHTML) had[i].innerHTML = has[i].innerHTML;
    }
    if (has.length > had.length) now.scrollTop = now.scrollHeight;
  }

  // What a person sees of a part: the hidden fields of a form are new each time.
  function seen(part) {
    var copy = part.cloneNode(true);
    copy.querySelectorAll("input[type=hidden]").forEach(function (field) { field.remove(); });
    return copy.innerHTML;
  }

  function look() {
    if (busy || document.hidden) return Promise.resolve();
    busy = true;
    return fetch(location.pathname + location.search, {
      headers: { "X-Fragment": "1" }, credentials: "same-origin", cache: "no-store"
    }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : "";
    }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      document.querySelectorAll("[data-live]").forEach(function (now) {
        var next = page.getElementById(now.id);
        if (next && seen(next) !== seen(now)) show(now, next);
      });
    }).catch(function () { /* the next look may go better */ }).then(function () { busy = false; });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var pressed = event.submitter;
    if (!form.hasAttribute("data-live-send") || (pressed && pressed.formAction !== form.action)) return;
    event.preventDefault();
    var box = form.querySelector("input:not([type=hidden])");
    var said = new FormData(form);
    if (pressed && pressed.name) said.append(pressed.name, pressed.value);
    fetch(form.action, {
      method: "POST", body: said, credentials: "same-origin"
    }).then(function (answer) {
      if (!answer.ok) return form.submit();
      form.reset();
      count(form);
      box.focus();
      return look();
    }).catch(function () { box.focus(); });
  });

  // How many parts the words will be, as the server counts them.
  var waiting;
  function count(form) {
    var line = form.querySelector("[data-count]");
    if (!line) return;
    var box = form.querySelector("input:not([type=hidden])");
    if (!box.value) {
      line.textContent = "";
      return;
    }
    fetch(line.getAttribute("data-count"), {
      method: "POST", body: new FormData(form), credentials: "same-origin",
      headers: { "X-Fragment": "1" }
    }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : "";
    }).then(function (words) {
      if (box.value) line.textContent = words;
    }).catch(function () { line.textContent = ""; });
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute("data-live-send")) return;
    clearTimeout(waiting);
    waiting = setTimeout(count, 300, form);
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
})();
