/* What the pages that compare and look back share: choosing a snapshot, and showing changes.
   All that comes from data is set as text, never as HTML. */
var chronicleTools = (function () {
  "use strict";

  var says = chronicleWords, gettext = says.gettext;
  var HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

  /* An element with a class and what is in it: elements, or words. */
  function make(tag, name, inside) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    [].concat(inside === undefined ? [] : inside).forEach(function (each) { element.append(each); });
    return element;
  }

  /* Text in which what cannot be seen can be seen, and does nothing. */
  function tame(text) {
    return text.replace(HIDDEN, function (sign) {
      return "⟨U+" + sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟩";
    });
  }

  /* The day of a snapshot, in the time zone of this site. */
  function day(moment) {
    return says.day(moment[9]);
  }

  /* A word, or other words in its tone. */
  function pill(tone, words) {
    return make("span", "sc-pill sc-" + tone.replace(/ /g, "-"), words || gettext(tone));
  }

  function link(label, target) {
    if (!target) return label;
    var anchor = make("a", "", label);
    anchor.href = target;
    return anchor;
  }

  /* The pages of one database: `root` is its folder, as an address. */
  function place(box, home) {
    var root = home + box.dataset.root + "/";
    var flat = /\.html$|\/index$/.test(location.pathname);
    return {
      root: root,
      page: function (target) {  // the address of a Markdown file below `root`, as it was built
        var parts = target.split("#");
        return target && root + parts[0].replace(/\.md$/, flat ? ".html" : "/") +
          (parts[1] ? "#" + parts[1] : "");
      }
    };
  }

  function title(moment) {
    return day(moment) + ", " + moment[9].slice(11) +
      (moment[2] ? " · " + moment[2] : " · " + moment[3]) + (moment[7] ? " · " + gettext("capture failed") : "");
  }

  /* A list of all snapshots, the newest first, and a field for a date. */
  function chooser(label, moments, choose) {
    var list = make("select"), date = make("input");
    list.setAttribute("aria-label", gettext("%(what)s: snapshot", { what: label }));
    moments.map(function (moment, number) {
      var option = make("option", "", (moment[7] ? "× " : "") + title(moment));
      option.value = String(number);
      return option;
    }).reverse().forEach(function (option) { list.append(option); });
    date.type = "date";
    date.setAttribute("aria-label", gettext("%(what)s: the snapshot in force on", { what: label }));
    list.addEventListener("change", function () { choose(moments[Number(list.value)][0]); });
    date.addEventListener("change", function () { if (date.value) choose(date.value); });
    return {
      box: make("div", "sc-choose", [
        make("strong", "", label), list, make("label", "", says.parts("or as of %(date)s", { date: date }))
      ]),
      show: function (number, told) {
        list.value = String(number);
        date.value = /^\d{4}-\d{2}-\d{2}$/.test(told) ? told : "";
      }
    };
  }

  /* A word in the page's address, after # or, in links of other pages, after ?. */
  function asked(name) {
    return new URLSearchParams(location.hash.slice(1)).get(name) ||
      new URLSearchParams(location.search).get(name);
  }

  /* What a word in an address means: a snapshot's number, -1 when there is none. */
  function find(moments, word) {
    var good = moments.map(function (moment, number) { return moment[7] ? -1 : number; })
      .filter(function (number) { return number >= 0; });
    if (!word || word === "latest") return good.length ? good[good.length - 1] : -1;
    if (word === "previous") return good.length > 1 ? good[good.length - 2] : -1;
    var named = moments.findIndex(function (moment) { return moment[0] === word; });
    if (named >= 0) return named;
    return /^\d{4}-\d{2}-\d{2}/.test(word) ? chronicleBetween.inForce(moments, word) : -1;
  }

  /* A sentence: code between backticks; the name of its thing leads to its page. */
  function sentence(change, page) {
    var at = change.sentence.indexOf("`" + change.name + "`");
    if (at < 0) return words(change.sentence);
    return words(change.sentence.slice(0, at)).concat(
      [link(make("code", "", change.name), page(change.target))],
      words(change.sentence.slice(at + change.name.length + 2))
    );
  }

  function words(text) {
    var pieces = text.split("`");
    return pieces.map(function (piece, at) {
      if (at % 2 === 0) return piece;
      return at === pieces.length - 1 ? "`" + piece : make("code", "", piece);
    });
  }

  function line(change, page) {
    var told = [pill(change.severity), " "].concat(sentence(change, page));
    if (change.gravity < 2 && change.reason) {
      told.push(small(change.reason[0].toUpperCase() + change.reason.slice(1) + "."));
    }
    if (change.hazards) told.push(small(gettext("Hazards: %(hazards)s.", { hazards: change.hazards })));
    change.brought.forEach(function (each) {
      told.push(small(says.parts("With it: %(change)s", { change: sentence(each, page) }).flat()));
    });
    var item = make("li", "", told);
    item.dataset.object = change.object;
    item.dataset.rule = change.rule;
    return item;
  }

  function small(inside) { return make("small", "", [" "].concat(inside)); }

  /* Changes by object, those with the gravest first. */
  function groups(changes, page) {
    var found = new Map();
    changes.forEach(function (change) {
      if (!found.has(change.object)) found.set(change.object, []);
      found.get(change.object).push(change);
    });
    var rank = function (some) { return Math.min.apply(null, some.map(function (c) { return c.gravity; })); };
    var sorted = Array.from(found).sort(function (a, b) {
      return rank(a[1]) - rank(b[1]) || (a[0] < b[0] ? -1 : 1);
    });
    return make("ul", "", sorted.map(function (entry) {
      var some = entry[1];
      if (some.length === 1) return line(some[0], page);
      var head = link(make("code", "", some[0].called), page(some[0].target.split("#")[0]));
      return make("li", "", [
        make("strong", "", head), small(says.counted(some.length, "change")),
        make("ul", "", some.map(function (change) { return line(change, page); }))
      ]);
    }));
  }

  function severities(changes) {
    return make("span", "sc-counts", chronicleBetween.SEVERITIES.flatMap(function (word) {
      var some = changes.filter(function (change) { return change.severity === word; }).length;
      return some ? [pill(word, says.ofSort(some, word)), " "] : [];
    }));
  }

  return {
    make: make, tame: tame, day: day, pill: pill, link: link, place: place,
    title: title, asked: asked, chooser: chooser, find: find, groups: groups, severities: severities
  };
})();
window.chronicleLive = window.chronicleLive || {};
