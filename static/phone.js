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
        if (next && next.innerHTML !== now.innerHTML) show(now, next);
      });
    }).catch(function () { /* the next look may go better */ }).then(function () { busy = false; });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-live-send")) return;
    event.preventDefault();
    var box = form.querySelector("input:not([type=hidden])");
    fetch(form.action, {
      method: "POST", body: new FormData(form), credentials: "same-origin"
    }).then(function (answer) {
      if (!answer.ok) return form.submit();
      form.reset();
      box.focus();
      return look();
    }).catch(function () { box.focus(); });
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
})();
