// A shared tablet: left alone it asks if anybody is there, then clears.
(function () {
  var box = document.getElementById("still-there"), yes = box.querySelector("button");
  var last = Date.now(), asked = 0, was, top;
  function past(name, since) { return Date.now() - since >= box.getAttribute(name) * 1000; }
  function show(asks) {
    [].forEach.call(document.body.children, function (one) { one.hidden = (one === box) !== asks; });
  }
  function touch() { last = Date.now(); }
  "mousedown touchstart keydown input scroll".split(" ").forEach(function (name) {
    addEventListener(name, touch, true);
  });
  yes.onclick = function () {
    asked = 0;
    touch();
    show(false);
    scrollTo(0, top);
    was.focus();
  };
  setInterval(function () {
    if (!asked && past("data-after", last)) {
      asked = Date.now();
      was = document.activeElement;
      top = pageYOffset;
      show(true);
      yes.focus();
    } else if (asked && past("data-for", asked)) {
      asked = Infinity;
      box.querySelector("form").submit();
    }
  }, 1000);

  // Whoever sends this was here all the time.
  addEventListener("submit", function (event) {
    var here = document.createElement("input");
    here.type = "hidden";
    here.name = here.value = "here";
    event.target.appendChild(here);
  });

  // A page kept whole by the browser is asked for again.
  onpagehide = function () { document.body.hidden = true; };
  onpageshow = function (event) { if (event.persisted) location.replace(location.href); };
})();
