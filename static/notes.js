// Notes that outlast a lost connection. While they are typed they are kept in this tab, so that a
// reload brings them back; a save that does not get through says so and is tried again; once they
// are saved nothing of them stays in the tab. With no script the page is an ordinary form.
(function () {
  "use strict";
  var script = document.currentScript, form = document.querySelector("[data-keeps]");
  var told = document.getElementById("kept"), AGAIN = 15000;
  if (document.querySelector("[data-look-again]")) {
    setTimeout(function () { if (navigator.onLine) location.reload(); }, 2000);
  }
  if (!form || !told || !window.fetch || !window.FormData) return;
  var who = form.getAttribute("data-keeps"), place = form.elements.form;
  var NAME = "notes:" + form.getAttribute("action") + (place ? form.elements.kept.value : "");
  var lists = [].slice.call(form.querySelectorAll(".noted"));
  var busy = false, unsaved = false, timer;

  function words(name) { return script.getAttribute("data-" + name); }
  function say(text, more) {
    told.textContent = text + (more ? " " + more : "");
    told.hidden = !text;
  }

  // In the tab: what is typed and under which question, whose it is, and the id of the page, so
  // that each line is kept once.
  function key(list) { return list.id.slice("lines-".length); }
  function asked(list) { return form.elements["asked-" + key(list)].value; }
  function store() {
    var themes = lists.map(function (list) {
      return { key: key(list), asked: asked(list), rows: [].map.call(list.children, function (row) {
        return [row.querySelector("textarea").value, row.querySelector("input").value];
      }) };
    });
    var any = themes.some(function (one) { return one.rows.some(function (row) { return row[0].trim(); }); });
    try {
      if (any) sessionStorage.setItem(NAME, JSON.stringify({ who: who, form: place.value, themes: themes }));
      else sessionStorage.removeItem(NAME);
    } catch (full) { /* then the page itself still has them */ }
  }
  function forget() {
    try { sessionStorage.removeItem(NAME); } catch (none) { /* nothing is kept */ }
  }
  function kept() {
    try {
      var found = JSON.parse(sessionStorage.getItem(NAME));
      if (found && found.who === who && found.themes) return found;
      if (found) forget();
    } catch (none) { /* nothing is kept */ }
    return null;
  }

  // One more row: the last, with the next number in every id and name for the ear.
  function add(list) {
    var last = list.lastElementChild, row = last.cloneNode(true), number = list.children.length;
    [].forEach.call(row.querySelectorAll("[id], [for]"), function (part) {
      ["id", "for"].forEach(function (name) {
        if (part.hasAttribute(name)) {
          part.setAttribute(name, part.getAttribute(name).replace(/-\d+$/, "-" + (number + 1)));
        }
      });
    });
    [].forEach.call(row.querySelectorAll(".unseen"), function (part) {
      part.textContent = part.textContent.replace(/\d+(?=\s*$)/, number + 1);
    });
    [].forEach.call(row.querySelectorAll(".error"), function (part) { part.remove(); });
    row.querySelector("textarea").value = "";
    row.querySelector("input").value = "1";
    list.appendChild(row);
    return row;
  }
  // Where words were typed; a question that is asked no more has a place again until they are sent.
  function under(theme) {
    var found = lists.filter(function (list) {
      return key(list) === theme.key && asked(list) === theme.asked;
    })[0];
    if (found) return found;
    var first = lists[0].parentNode, section = first.cloneNode(true), old = key(lists[0]);
    var name = "was." + theme.key;
    while (form.elements["asked-" + name]) name = "was." + name;
    [].forEach.call(section.querySelectorAll("[id], [for], [name]"), function (part) {
      ["id", "for", "name"].forEach(function (one) {
        if (part.hasAttribute(one)) {
          part.setAttribute(one, part.getAttribute(one).replace("-" + old, "-" + name));
        }
      });
    });
    section.setAttribute("aria-labelledby", "theme-" + name);
    section.querySelector("h2, h3").textContent = theme.asked;
    section.querySelector("[type=hidden]").value = theme.asked;
    [].forEach.call(section.querySelectorAll("button, .field, .error"), function (part) { part.remove(); });
    found = section.querySelector(".noted");
    while (found.children.length > 1) found.lastElementChild.remove();
    first.parentNode.insertBefore(section, first);
    lists.push(found);
    return found;
  }
  function bring(back) {
    back.themes.forEach(function (theme) {
      if (!theme.rows.some(function (row) { return row[0].trim(); })) return;
      var list = under(theme);
      theme.rows.forEach(function (typed, at) {
        var row = list.children[at] || add(list);
        row.querySelector("textarea").value = typed[0];
        row.querySelector("input").value = typed[1];
      });
    });
    place.value = back.form;
    say(words("back"));
  }

  function lost() {
    unsaved = true;
    say(words("lost"), words("again"));
    clearTimeout(timer);
    timer = setTimeout(again, AGAIN);
  }
  function again() { if (unsaved) send(); }

  // Gone to the next page only once the answer is here; till then the words stay where they are.
  function came(answer) {
    var kind = answer.headers.get("Content-Type") || "";
    if (answer.ok && kind.indexOf("application/json") === 0) {
      return answer.json().then(function (next) {
        unsaved = false;
        forget();
        form.reset();
        location.assign(next.to);
      });
    }
    if (answer.status >= 500 || answer.status === 429) return lost();
    return answer.text().then(function (html) {
      unsaved = false;
      if (html.indexOf("data-keeps") > 0) return form.submit();
      say(words("lost"), words("signed-out") + " ");
      var again = document.createElement("a");
      again.href = location.href;
      again.textContent = words("sign-in");
      told.appendChild(again);
    });
  }
  function post(data) {
    return fetch(form.action, {
      method: "POST", body: data, credentials: "same-origin", headers: { "X-Keeps": "1" }
    });
  }
  function send() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    if (!unsaved) say(words("saving"));
    post(new FormData(form)).then(came).catch(lost).then(function () { busy = false; });
  }
  function passOn(button) {
    var data = new FormData(form);
    data.append(button.name, button.value);
    post(data).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error("not told");
      return answer.json();
    }).then(function (answer) {
      say(answer.said);
      told.focus();
    }).catch(function () {
      say(words("not-told"));
      told.focus();
    });
  }

  form.addEventListener("submit", function (event) {
    var pressed = event.submitter;
    event.preventDefault();
    if (pressed && pressed.name === "more") {
      add(document.getElementById("lines-" + pressed.value)).querySelector("textarea").focus();
    } else if (pressed && pressed.name === "concern") passOn(pressed);
    else {
      store();
      send();
    }
  });
  window.addEventListener("online", again);
  if (!lists.length) return;

  // Enter after a number goes to the next line, and makes one where there is none.
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    var row = event.target.closest("li");
    (row.nextElementSibling || add(row.parentNode)).querySelector("textarea").focus();
  });
  form.addEventListener("input", store);
  [].forEach.call(document.querySelectorAll(".top form"), function (out) {
    out.addEventListener("submit", forget);
  });
  var back = form.hasAttribute("data-fresh") && kept();
  if (back) bring(back);
  else store();
})();
