// While staff write a text: how many texts the network will count, and which character is dear.
// The same packing as surveys/wording.py, held to the same vectors by a test. With no script the
// page does this on the server, when its button is pressed.
(function () {
  "use strict";
  var GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  var PAIRS = "\f^{}\\[~]|€";
  var ROOM = { "GSM-7": [160, 153], "UCS-2": [70, 67] };
  var cluster, isMark, marks;
  try {
    cluster = new RegExp("(?:[\\u{1f1e6}-\\u{1f1ff}]{2}|\\r\\n|[^])" +
      "(?:[\\ufe00-\\ufe0f\\u20e3\\u{1f3fb}-\\u{1f3ff}]|\\u200d[^\\s\\u200d])*", "gu");
    isMark = new RegExp("^\\p{M}", "u");
    marks = new RegExp("\\p{M}", "gu");
  } catch (tooOld) { return; }

  function dear(text) {
    var found = [];
    Array.from(text).forEach(function (c) {
      if (GSM.indexOf(c) < 0 && PAIRS.indexOf(c) < 0 && found.indexOf(c) < 0) found.push(c);
    });
    return found;
  }

  function whole(text) {
    var clusters = [];
    (text.match(cluster) || []).forEach(function (part) {
      if (clusters.length && isMark.test(part)) clusters[clusters.length - 1] += part;
      else clusters.push(part);
    });
    return clusters;
  }

  function segments(text) {
    var costly = dear(text).length > 0;
    var encoding = costly ? "UCS-2" : "GSM-7";
    var one = ROOM[encoding][0], several = ROOM[encoding][1];
    var sizes = costly
      ? whole(text).map(function (c) { return c.length; })
      : Array.from(text).map(function (c) { return PAIRS.indexOf(c) < 0 ? 1 : 2; });
    var units = sizes.reduce(function (sum, size) { return sum + size; }, 0);
    if (units <= one) return { encoding: encoding, count: 1, units: units };
    var count = 1, used = 0;
    sizes.forEach(function (size) {
      if (used && used + size > several) { count += 1; used = 0; }
      used += size;
      while (used > several) { count += 1; used -= several; }
    });
    return { encoding: encoding, count: count, units: units };
  }

  function instead(c, language, table) {
    if (Object.prototype.hasOwnProperty.call(table, c)) return table[c];
    if (language !== "en") return null;
    var bare = c.normalize("NFKD").replace(marks, "");
    return /^[A-Za-z0-9]+$/.test(bare) ? bare : null;
  }

  function plain(text, language, table) {
    return Array.from(text).map(function (c) {
      if (GSM.indexOf(c) >= 0 || PAIRS.indexOf(c) >= 0) return c;
      var other = instead(c, language, table);
      return other === null ? c : other;
    }).join("");
  }

  function money(pence) {
    if (pence < 100) return pence.toFixed(1).replace(/\.0$/, "") + "p";
    return "£" + (pence / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",");
  }

  function askedFor(text, reserved) {
    if (text.toUpperCase() === text) return [];
    var named = (text.match(/\b[A-Z]{3,}\b/g) || [])
      .concat(text.match(/["'“‘][A-Za-z]{3,}["'”’]/g) || [])
      .map(function (word) { return word.replace(/[^A-Za-z]/g, "").toUpperCase(); });
    return named.filter(function (word, at) {
      return reserved.indexOf(word) >= 0 && named.indexOf(word) === at;
    });
  }

  var api = { segments: segments, dear: dear, plain: plain, money: money, askedFor: askedFor };
  if (typeof document === "undefined") return;
  window.compose = api;

  function fill(words, values) {
    return words.replace(/%\((\w+)\)s/g, function (_, name) { return values[name]; });
  }

  function watch(box) {
    var area = document.getElementById(box.getAttribute("data-for"));
    var chosen = document.getElementById(box.getAttribute("data-language-in") || "");
    var said = JSON.parse(box.getAttribute("data-words"));
    var table = JSON.parse(box.getAttribute("data-plain"));
    var swap = box.querySelector("[data-swap]");
    var quiet = box.querySelector("[role=status]");
    var options = document.getElementById(box.getAttribute("data-options-in") || "");
    var many = document.getElementById(box.getAttribute("data-people-in") || "");
    var waiting, asking;

    function texts(n) { return n === 1 ? said.one : fill(said.many, { num: n }); }
    function language() { return chosen ? chosen.value : box.getAttribute("data-language"); }
    function people() {
      return many && /^\d{1,7}$/.test(many.value.trim()) ? +many.value || 1 : +box.getAttribute("data-people");
    }
    function put(name, words) {
      var line = box.querySelector("[data-" + name + "]");
      line.textContent = words;
      line.hidden = !words;
    }

    function size(found, text) {
      var room = ROOM[found.encoding];
      var values = {
        characters: Array.from(text).length, units: found.units,
        room: found.count === 1 ? room[0] : room[1] * found.count,
        texts: texts(found.count), people: people(),
        each: money(found.count * box.getAttribute("data-pence")),
        total: money(found.count * box.getAttribute("data-pence") * people())
      };
      var twice = found.encoding === "GSM-7" && found.units > values.characters;
      return fill(said.size, values) + " " + (twice ? said.twice + " " : "") +
        fill(values.people > 1 ? said.each : said.alone, values);
    }

    function why(found, text) {
      var costly = dear(text);
      if (!costly.length) return "";
      if (costly.length > 6) return said.language;
      var simple = segments(plain(text, language(), table)).count;
      var listed = costly.map(function (c) {
        var shown = /[\s\u00ad\u200b\ufeff]/.test(c) ? said.unseen : c;
        var other = instead(c, language(), table);
        return other && other.trim() ? fill(said.use, { mark: shown, plain: other }) : shown;
      });
      var values = { marks: listed.join(", "), texts: texts(found.count), plain: simple };
      return fill(simple < found.count ? said.costs : said.room, values);
    }

    // With answers to pick from, the text people get has numbers and a last line: ask for it.
    function ask() {
      var form = new FormData();
      form.append("csrf_token", area.form.elements.csrf_token.value);
      form.append("words", area.value);
      form.append("options", options.value);
      form.append("language", language());
      form.append("people", people());
      fetch(box.getAttribute("data-ask"), {
        method: "POST", body: form, credentials: "same-origin"
      }).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (told) {
        if (!told) return;
        put("size", told.size);
        put("why", told.why);
        put("not", told.not);
        swap.hidden = !told.swap;
      }).catch(function () { /* the button still shows it */ });
    }

    function look() {
      clearTimeout(waiting);
      clearTimeout(asking);
      waiting = setTimeout(aloud, 2000);
      if (options && options.value.trim()) asking = setTimeout(ask, 400);
      else show(area.value);
    }

    function aloud() {
      quiet.textContent = Array.from(box.querySelectorAll("p:not([hidden])"))
        .map(function (line) { return line.textContent; }).join(" ");
    }

    function show(text) {
      var found = segments(text);
      var reserved = askedFor(text, said.reserved);
      put("size", size(found, text));
      put("why", why(found, text));
      put("not", reserved.length ? fill(said.not, { words: reserved.join(", ") }) : "");
      swap.hidden = plain(text, language(), table) === text;
    }

    area.addEventListener("input", look);
    [options, many].forEach(function (other) { if (other) other.addEventListener("input", look); });
    if (chosen) chosen.addEventListener("change", look);
    swap.addEventListener("click", function (event) {
      event.preventDefault();
      area.value = plain(area.value, language(), table);
      if (options) options.value = plain(options.value, language(), table);
      area.focus();
      look();
    });
  }

  document.querySelectorAll("[data-cost]").forEach(watch);
})();
