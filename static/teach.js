// Tapping words of a passage instead of typing them: from the first tapped to the last. With no
// script the page has a box to type in. A page that waits for a worker looks again by itself.
(function () {
  "use strict";
  var waits = document.querySelector("[data-look-again]");
  if (waits) setTimeout(function () { location.assign(waits.querySelector("a").href); }, 3000);
  var place = document.querySelector("[data-pick]");
  if (!place) return;
  var box = document.getElementById(place.getAttribute("data-pick"));
  var text = place.getAttribute("data-text");
  var word = /\[[^\[\]\n]{1,80}\]|[^\s\[\]]+/g, found, buttons = [], first = -1, last = -1;

  function bare(piece) { return piece.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""); }
  function show() {
    buttons.forEach(function (button, nth) {
      button.setAttribute("aria-pressed", nth >= first && nth <= last ? "true" : "false");
    });
    box.value = first < 0 ? "" : bare(text.slice(buttons[first].at, buttons[last].end));
  }
  // Next to what is chosen it grows, inside it starts anew, on a lone word it lets go.
  function tap(nth) {
    if (first === nth && last === nth) first = last = -1;
    else if (first >= 0 && nth === last + 1) last = nth;
    else if (first >= 0 && nth === first - 1) first = nth;
    else first = last = nth;
    show();
  }

  var said = document.createElement("p"), line = document.createElement("p");
  said.className = "label";
  said.id = "tap-these";
  said.textContent = place.getAttribute("data-say");
  line.className = "tap";
  line.setAttribute("role", "group");
  line.setAttribute("aria-labelledby", said.id);
  line.setAttribute("dir", "auto");
  while ((found = word.exec(text))) {
    if (found[0].charAt(0) === "[") {
      line.appendChild(document.createTextNode(found[0] + " "));
      buttons.push({ setAttribute: function () {}, at: found.index, end: found.index, gap: true });
      continue;
    }
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = found[0];
    button.at = found.index;
    button.end = found.index + found[0].length;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", tap.bind(null, buttons.length));
    buttons.push(button);
    line.appendChild(button);
    line.appendChild(document.createTextNode(" "));
  }
  place.appendChild(said);
  place.appendChild(line);
})();
