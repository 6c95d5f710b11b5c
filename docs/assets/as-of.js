/* The page "As of" lists what there was at a snapshot; on the page of an object it is shown as it
   was. */
window.chronicleLive["as-of"] = function (box, home, load) {
  "use strict";

  var says = chronicleWords, gettext = says.gettext, parts = says.parts;
  var tools = chronicleTools, make = tools.make, place = tools.place(box, home), moments, choice, rows;
  var out = make("div"), own = box.dataset.versions;
  out.setAttribute("aria-live", "polite");
  load([place.root + "data/moments.js"].concat(own ? home + own : []), start, lost);

  function lost(url) { box.replaceChildren(gettext("The data could not be loaded: %(file)s", { file: url })); }

  function start() {
    var told = window.chronicle.moments;
    moments = told.moments;
    choice = tools.chooser(gettext("As of"), moments, function (word) {
      history.replaceState(null, "", "#as-of=" + encodeURIComponent(word));
      show();
    });
    box.replaceChildren(make("div", "sc-choosers", choice.box), out);
    window.addEventListener("hashchange", function () { if (word()) show(); });
    if (own) {
      show();
      if (word()) box.scrollIntoView();
      return;
    }
    var files = Array.from({ length: told.parts.objects }, function (_, n) { return "objects-" + (n + 1); });
    load(files.map(function (file) { return place.root + "data/" + file + ".js"; }), function () {
      rows = chronicleBetween.join(files.map(function (file) { return window.chronicle[file]; })).objects;
      show();
    }, lost);
  }

  function word() { return tools.asked("as-of"); }

  function show() {
    var number = tools.find(moments, word());
    choice.show(number, word() || "");
    if (number < 0) return say(gettext("There is no snapshot that succeeded as of %(date)s.", { date: word() }));
    if (moments[number][7]) {
      return say(gettext("The capture of %(snapshot)s: %(why)s Nothing is known of that moment.",
        { snapshot: tools.title(moments[number]), why: moments[number][7] }));
    }
    if (own) object(number);
    else if (rows) list(number);
    else say(gettext("Loading…"));  // once it is there, this comes again
  }

  function snapshot(number) {
    return tools.link(tools.title(moments[number]), place.page(moments[number][4]));
  }

  function say(text) { out.replaceChildren(make("p", "sc-said", text)); }

  function at(number) { return tools.link(tools.day(moments[number]), place.page(moments[number][4])); }

  /* The objects that were there: how many columns, and since when. */
  function list(number) {
    var there = rows.map(function (row) { return state(row, number); }).filter(Boolean);
    var tables = there.filter(function (each) { return each.kind === "table"; });
    var others = there.filter(function (each) { return each.kind !== "table"; });
    var unseen = rows.filter(function (row) { return last(row, number) === -2; }).length;
    out.replaceChildren(
      make("p", "", parts("As of %(snapshot)s: %(tables)s and %(others)s.", {
        snapshot: snapshot(number), tables: says.counted(tables.length, "table"),
        others: says.counted(others.length, "other object")
      }).concat(unseen ? " " + gettext("%(objects)s of kinds that were not captured then may have been there, too.",
        { objects: says.counted(unseen, "object") }) : "")),
      section(gettext("Tables"), true, tables, number),
      section(gettext("Other objects"), false, others, number)
    );
  }

  function last(row, number) {
    var told = row[4].filter(function (version) { return version[0] <= number; });
    return told.length ? told[told.length - 1][1] : -1;
  }

  function state(row, number) {
    var found = null, before = null, name = row[1];
    row[4].forEach(function (version) {
      if (version[0] > number) return;
      if (version[2]) name = version[2];
      if (version[1] === -2) before = found || before;
      if (version[1] === -1) before = null;
      if (version[1] < 0) found = null;
      else if (!found && before) found = before;
      else if (!found) found = { since: version[0], maybe: row[3] && version[0] === row[4][0][0] };
      else if (version[3]) found = { since: version[0], maybe: false };
      if (found) {
        found.columns = version[1];
        found.name = name;
        found.kind = row[0];
        found.target = row[2];
      }
    });
    return found;
  }

  function section(title, tables, some, number) {
    var head = tables ? [gettext("Table"), gettext("Columns"), gettext("Since")]
      : [gettext("Name"), gettext("Kind"), gettext("Since")];
    if (tables) {
      some.sort(function (a, b) { return a.name < b.name ? -1 : a.name > b.name ? 1 : 0; });
    }
    var rows = some.map(function (each) {
      var address = place.page(each.target);
      return make("tr", "", [
        tools.link(make("code", "", each.name), address && address + "#as-of=" + moments[number][0]),
        tables ? String(each.columns) : says.kind(each.kind),
        [each.maybe ? "≤ " : "", at(each.since)]
      ].map(function (cell) { return make("td", "", cell); }));
    });
    return make("section", "", rows.length ? [make("h2", "", title), grid(head, rows)] : []);
  }

  function grid(head, rows) {
    return make("div", "md-typeset__scrollwrap", make("div", "md-typeset__table", make("table", "", [
      make("thead", "", make("tr", "", head.map(function (word) { return make("th", "", word); }))),
      make("tbody", "", rows)
    ])));
  }

  /* This object as it was: its columns, and all of it. */
  function object(number) {
    var told = window.chronicle.versions, lines = chronicleBetween.lines(told, number);
    if (!lines) {
      var when = { snapshot: tools.title(moments[number]) };
      return say(lines === null ? gettext("At the snapshot of %(snapshot)s it was not there.", when)
        : gettext("At the snapshot of %(snapshot)s, things of its kind were not captured: whether it was there " +
          "is not known.", when));
    }
    var thing = JSON.parse(lines.join("\n")), changed = told.versions.filter(function (version) {
      return version[0] <= number;
    }).pop()[0];
    var shown = [make("p", "", changed === number
      ? parts("At the snapshot of %(snapshot)s it had just become what is shown here.", { snapshot: snapshot(number) })
      : parts("At the snapshot of %(snapshot)s it was as it had been since that of %(since)s.",
        { snapshot: snapshot(number), since: at(changed) }))];
    if (thing.columns && thing.columns.length) shown.push(columns(thing));
    var all = make("details", "sc-way", [make("summary", "", gettext("All of it, as JSON")),
      make("pre", "", make("code", "", tools.tame(lines.join("\n"))))]);
    out.replaceChildren.apply(out, shown.concat(all));
    if (!thing.columns) all.open = true;
  }

  function columns(thing) {
    var view = thing.kind !== "table";
    return grid([gettext("Column"), gettext("Type")].concat(view ? [] : [gettext("Null"), gettext("Default")]), thing.columns.map(function (column) {
      var filled = column.default || (column.generated && gettext("generated: %(text)s", { text: column.generated })) ||
        (column.identity && says.kind("identity") + ", " + column.identity.generation);
      var cells = [code(column.name), code(column.type)].concat(view ? [] : [
        column.nullable === false ? gettext("no") : gettext("yes"), filled ? code(filled) : "–"
      ]);
      return make("tr", "", cells.map(function (cell) { return make("td", "", cell); }));
    }));
  }

  function code(text) { return make("code", "", tools.tame(text)); }
};
