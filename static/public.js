// Small helps on the pages of a survey. Without script each page does the same with less help.
(function () {
  var script = document.currentScript, root = document.documentElement;
  function words(name, number) { return script.getAttribute("data-" + name).replace("{n}", number); }

  // Old browsers ignore autofocus on the error summary: once loaded, move focus there for them.
  window.addEventListener("load", function () {
    var summary = document.getElementById("errors");
    if (summary && !summary.contains(document.activeElement)) summary.focus();
  });

  // Near the end of the room for an answer, after a pause in typing: how many words are left.
  var box = document.querySelector("textarea[data-most]"), told, pause;
  function count() {
    var most = +box.getAttribute("data-most"), typed = box.value.trim();
    var over = typed.slice(most).trim(), room = Math.floor((most - typed.length) / 6);
    if (over) told.textContent = words("over", over.split(/\s+/).length);
    else told.textContent = typed.length > most * .8 ? words("left", room) : "";
  }
  if (box) {
    told = document.createElement("p");
    told.className = "hint";
    told.setAttribute("aria-live", "polite");
    box.parentNode.appendChild(told);
    box.addEventListener("input", function () { clearTimeout(pause); pause = setTimeout(count, 1000); });
  }

  // Read the page aloud, if this very device has a voice for its language: a voice from elsewhere
  // would send away what is on the page. Never by itself.
  var speech = window.speechSynthesis, bar = document.querySelector(".lang ul"), queue = [], voice, button;
  var SAID = "h1,h2,p,li,label,dt,dd,summary,.go .button", SHUT = "details:not([open]) > :not(summary)";
  function stop() {
    queue = [];
    speech.cancel();
    button.textContent = words("read");
  }
  function read() {
    [].forEach.call(document.querySelectorAll(SAID.replace(/(^|,)/g, "$1main ")), function (part) {
      var said = part.textContent.trim();
      if (!said || part.parentNode.closest(SAID) || part.closest(SHUT)) return;
      var one = new SpeechSynthesisUtterance(said);
      one.voice = voice;
      one.lang = voice.lang;
      queue.push(one);
    });
    queue[queue.length - 1].onend = stop;
    queue.forEach(function (one) { speech.speak(one); });
    button.textContent = words("stop");
  }
  function offer() {
    var found = speech.getVoices().filter(function (one) {
      return one.localService && one.lang.slice(0, 2).toLowerCase() === root.lang.slice(0, 2);
    });
    voice = found.filter(function (one) { return one.lang.replace("_", "-") === root.lang; })[0] || found[0];
    if (!voice || button) return;
    button = document.createElement("button");
    button.type = "button";
    button.textContent = words("read");
    button.addEventListener("click", function () { if (queue.length) stop(); else read(); });
    bar.appendChild(document.createElement("li")).appendChild(button);
    window.addEventListener("pagehide", function () { speech.cancel(); });
  }
  if (speech && bar) {
    offer();
    speech.onvoiceschanged = offer;
  }
})();
