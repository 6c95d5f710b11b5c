/* What a page can do beyond being read: how long ago a moment was, filtering and sorting of the
   long tables, which lines of a diagram are those of a table; and what the theme leaves out for
   those who use a keyboard or hear a page. Everything can be read without it; nothing is fetched. */
(function () {
  "use strict";

  var says = chronicleWords, gettext = says.gettext;
  var assets = document.currentScript.src.replace(/[^/]*$/, "");
  // An entry of the timeline that moved on to the page of its year: old links still lead there.
  var place = location.hash.slice(1);
  if (/^at-/.test(place) && !document.getElementById(place)) {
    var years = Array.from(document.querySelectorAll(".sc-years [data-start]"));
    var home = years.find(function (year) { return year.dataset.strays.split(" ").includes(place); }) ||
      years.filter(function (year) { return year.dataset.start <= place; })
        .sort(function (a, b) { return a.dataset.start < b.dataset.start ? -1 : 1; }).pop();
    if (home) location.replace(home.querySelector("a").href + location.hash);
  }

  var units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  document.querySelectorAll(".md-typeset time[datetime]").forEach(function (time) {
    var seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    var unit = units.find(function (u) { return seconds >= u[1]; });
    if (!unit || !window.Intl || !Intl.RelativeTimeFormat) return;
    var words = new Intl.RelativeTimeFormat(says.language).format(-Math.floor(seconds / unit[1]), unit[0]);
    time.title = words;
    if (time.closest(".sc-banner")) time.insertAdjacentText("afterend", " (" + words + ")");
  });

  document.querySelectorAll(".sc-filter").forEach(function (box) {
    var table = box.querySelector("table");
    if (!table || !table.tBodies.length) return;
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length > 8) addFilter(box, rows);
    Array.from(table.tHead.rows[0].cells).forEach(function (head, at) {
      if (!head.textContent.trim()) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sc-sort";
      button.append.apply(button, Array.from(head.childNodes));
      button.addEventListener("click", function () { sort(table, rows, head, at); });
      head.append(button);
    });
  });

  var SCROLLED = ".md-typeset__scrollwrap, .sc-wide";
  // The theme makes these while it starts, or later, and gives them no name.
  var due = 0;
  function soon() {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(attend);
  }
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", soon);
  document.addEventListener("toggle", soon, true);
  document.addEventListener("scroll", function (event) {
    if (event.target.matches && event.target.matches(SCROLLED)) soon();
  }, true);
  attend();

  function attend() {
    var search = document.querySelector(".md-search[role=dialog]:not([aria-label])");
    if (search) search.setAttribute("aria-label", gettext("Search"));
    // A section with a page of its own is named by a label without words.
    document.querySelectorAll("nav.md-nav[aria-labelledby]").forEach(function (nav) {
      var label = document.getElementById(nav.getAttribute("aria-labelledby"));
      var title = nav.querySelector(".md-nav__title");
      if (!title || (label && label.textContent.trim())) return;
      nav.removeAttribute("aria-labelledby");
      nav.setAttribute("aria-label", title.textContent.trim());
    });
    // Each database has sections of the same name.
    document.querySelectorAll("nav.md-nav nav.md-nav[aria-labelledby]").forEach(function (nav) {
      var outer = nav.parentNode.closest("nav.md-nav[aria-label]:not(.md-nav--primary)");
      if (!outer) return;
      var own = document.getElementById(nav.getAttribute("aria-labelledby"));
      nav.removeAttribute("aria-labelledby");
      nav.setAttribute("aria-label", outer.getAttribute("aria-label") + ", " + (own ? own.textContent.trim() : ""));
    });
    // A landmark for each button would drown the real ones.
    document.querySelectorAll("nav.md-code__nav:not([role])").forEach(function (nav) {
      nav.setAttribute("role", "none");
    });
    document.querySelectorAll(SCROLLED).forEach(function (box) {
      var more = box.scrollWidth - box.clientWidth - box.scrollLeft;
      box.classList.toggle("sc-cut", more > 4 && !box.matches(".sc-newest"));
    });
    // Where a table is cut, the keyboard can reach it, and then scroll it. Drawings can be anyway.
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (box) {
      var cut = box.scrollWidth > box.clientWidth + 1;
      if (cut === box.hasAttribute("tabindex")) return;
      if (!cut) {
        ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
        return;
      }
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", labelled(box));
    });
  }

  // By the heading above it; counted, where several stand below the same one.
  var regions = {};
  function labelled(box) {
    if (!box.dataset.label) {
      var heads = Array.from(document.querySelectorAll(".md-typeset :is(h1, h2, h3)"));
      var above = heads.filter(function (head) {
        return head.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
      }).pop();
      var head = above ? above.textContent.replace("¶", "").trim() : document.title;
      var words = gettext("%(heading)s, table", { heading: head });
      regions[words] = (regions[words] || 0) + 1;
      box.dataset.label = words + (regions[words] > 1 ? " " + regions[words] : "");
    }
    return box.dataset.label;
  }

  // On paper everything is unfolded; afterwards it is as it was.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll(".md-typeset details:not([open])"));
    folded.forEach(function (box) { box.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (box) { box.open = false; });
  });

  // A table under the mouse, or in focus: its lines and neighbours stand out.
  document.querySelectorAll(".sc-er").forEach(function (drawing) {
    var tables = drawing.querySelectorAll(".sc-t"), lines = drawing.querySelectorAll(".sc-k");
    function light(table) {
      var near = {};
      drawing.classList.toggle("sc-lit", !!table);
      lines.forEach(function (line) {
        var ends = line.dataset.is.split(" ");
        var its = !!table && ends.includes(table.dataset.is);
        line.classList.toggle("sc-hot", its);
        if (its) ends.forEach(function (end) { near[end] = true; });
      });
      tables.forEach(function (other) {
        other.classList.toggle("sc-hot", other === table || !!near[other.dataset.is]);
      });
    }
    ["mouseover", "focusin"].forEach(function (event) {
      drawing.addEventListener(event, function (it) { light(it.target.closest(".sc-t")); });
    });
    ["mouseleave", "focusout"].forEach(function (event) {
      drawing.addEventListener(event, function () { light(null); });
    });
  });

  function addFilter(box, rows) {
    var bar = document.createElement("div");
    bar.className = "sc-search";
    var input = document.createElement("input");
    input.type = "search";
    input.placeholder = gettext("Filter…");
    input.setAttribute("aria-label", gettext("Filter the rows"));
    var count = document.createElement("span");
    count.setAttribute("role", "status");
    input.addEventListener("input", function () {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.includes(word); });
        if (!row.hidden) shown += 1;
      });
      count.textContent = words.length ? gettext("%(shown)s of %(all)s", { shown: shown, all: rows.length }) : "";
    });
    bar.append(input, count);
    box.prepend(bar);
  }

  function sort(table, rows, head, at) {
    var down = head.getAttribute("aria-sort") === "ascending";
    Array.from(head.parentNode.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var text = function (row) { return row.cells[at].textContent.trim(); };
    var key = function (row) {
      var date = says.dated(text(row));
      return date === null ? text(row) : date;
    };
    rows.slice().sort(function (a, b) {
      var x = key(a), y = key(b);
      var order = typeof x === "number" && typeof y === "number"
        ? x - y : String(x).localeCompare(String(y), says.language, { numeric: true });
      return down ? -order : order;
    }).forEach(function (row) { table.tBodies[0].append(row); });
  }

  /* What needs more than this file says so itself: <div data-live="compare" …>. */
  document.querySelectorAll("[data-live]").forEach(function (box) {
    var name = box.dataset.live;
    if (name === "object" && !location.hash.startsWith("#as-of=")) {
      var button = document.createElement("button");
      button.className = "sc-button";
      button.textContent = gettext("Show it as of another date");
      button.addEventListener("click", function () { live(box, "as-of"); });
      box.replaceChildren(button);
    } else live(box, name === "object" ? "as-of" : name);
  });

  function live(box, name) {
    load(["between.js", "live.js", name + ".js"].map(function (file) { return assets + file; }),
      function () { window.chronicleLive[name](box, assets.replace(/assets\/$/, ""), load); },
      function (url) { box.textContent = gettext("This needs %(file)s, which could not be loaded.", { file: url }); });
  }

  /* Scripts, one after the other: data is read so, too, since a page that is a file may not fetch. */
  function load(urls, then, failed) {
    if (!urls.length) return then();
    var script = document.createElement("script");
    script.src = urls[0];
    script.onload = function () { load(urls.slice(1), then, failed); };
    script.onerror = function () { failed(urls[0]); };
    document.head.append(script);
  }
})();
