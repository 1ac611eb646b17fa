// While a question is written: shows how it looks, a moment after the last key. With no script the
// button "Show me how it looks" does the same.
(function () {
  "use strict";
  var form = document.querySelector("[data-preview]");
  var shown = document.querySelector("[data-shown]");
  var said = document.querySelector("[data-said]");
  if (!form || !shown || !window.fetch || !window.DOMParser) return;
  var waiting, asked = 0, BORDERS = 20;

  function parsed(html) { return new DOMParser().parseFromString(html, "text/html"); }

  // What a frame shows is swapped within it, so that it does not flicker and Back is left alone.
  function swapFrame(fresh) {
    var old = shown.querySelector('[data-frame="' + fresh.getAttribute("data-frame") + '"]');
    var frame = old.querySelector("iframe"), now = fresh.querySelector("iframe");
    var inside = frame && now && frame.contentDocument;
    if (!inside || !inside.body) old.innerHTML = fresh.innerHTML;
    else inside.body.innerHTML = parsed(now.getAttribute("srcdoc")).body.innerHTML;
  }

  function put(html) {
    var fresh = parsed(html);
    fresh.querySelectorAll("[data-frame]").forEach(swapFrame);
    shown.querySelector("[data-rest]").innerHTML = fresh.querySelector("[data-rest]").innerHTML;
    var cost = shown.querySelector("[data-cost]");
    var words = cost ? cost.textContent : "";
    if (said.textContent !== words) said.textContent = words;
    fit();
  }

  function fit() {
    shown.querySelectorAll("iframe").forEach(function (frame) {
      var inside = frame.contentDocument;
      if (inside && inside.body) frame.height = inside.documentElement.scrollHeight + BORDERS;
    });
  }

  function look() {
    var mine = asked += 1;
    fetch(form.getAttribute("data-preview"), {
      method: "POST", body: new FormData(form), credentials: "same-origin"
    }).then(function (answer) { return answer.ok ? answer.text() : null; }).then(function (html) {
      if (html !== null && mine === asked) put(html);
    }).catch(function () { /* the button still shows it */ });
  }

  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  });
  window.addEventListener("load", fit);
})();
