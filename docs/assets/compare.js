/* The page "Compare": two snapshots are chosen, and what differs between them is looked up. */
window.chronicleLive.compare = function (box, home, load) {
  "use strict";

  var says = chronicleWords, gettext = says.gettext, parts = says.parts;
  var tools = chronicleTools, make = tools.make, place = tools.place(box, home), told, moments;
  var out = make("div"), known = {}, from, to;
  out.setAttribute("aria-live", "polite");
  load([place.root + "data/moments.js"], start, lost);

  function lost(url) { out.textContent = gettext("The data could not be loaded: %(file)s", { file: url }); box.append(out); }

  function start() {
    told = window.chronicle.moments;
    moments = told.moments;
    from = tools.chooser(gettext("From"), moments, function (word) { go(word, read("new")); });
    to = tools.chooser(gettext("To"), moments, function (word) { go(read("old"), word); });
    var swap = make("button", "sc-button", "⇄ " + gettext("Swap"));
    swap.addEventListener("click", function () { go(read("new"), read("old")); });
    box.replaceChildren(make("div", "sc-choosers", [from.box, swap, to.box]), out);
    window.addEventListener("hashchange", show);
    show();
  }

  function read(name) {
    return tools.asked(name) || (name === "new" ? "latest" : "previous");
  }

  function go(old, now) {
    history.replaceState(null, "", "#old=" + encodeURIComponent(old) + "&new=" + encodeURIComponent(now));
    show();
  }

  function show() {
    var old = tools.find(moments, read("old")), now = tools.find(moments, read("new"));
    from.show(old, read("old"));
    to.show(now, read("new"));
    var failed = [old, now].filter(function (number) { return number >= 0 && moments[number][7]; });
    if (old < 0 || now < 0) return say(unknown(old < 0 ? "old" : "new"));
    if (failed.length) return say(gap(failed[0], failed[0] === old ? "old" : "new"));
    if (old === now) return say(parts("Both ends are the same snapshot, %(snapshot)s: there is nothing to compare.", { snapshot: at(now) }));
    var name = old < now ? "forward" : "back";
    if (known[name]) return compare(known[name], old, now);
    var files = Array.from({ length: told.parts[name] }, function (_, n) { return name + "-" + (n + 1); });
    say(gettext("Loading…"));
    load(files.map(function (file) { return place.root + "data/" + file + ".js"; }), function () {
      known[name] = chronicleBetween.join(files.map(function (file) { return window.chronicle[file]; }));
      show();
    }, lost);
  }

  function say(inside) { out.replaceChildren(make("p", "sc-said", inside)); }

  function at(number) { return tools.link(tools.title(moments[number]), place.page(moments[number][4])); }

  function unknown(name) {
    if (read(name) === "previous") {
      return gettext("There is only one snapshot that succeeded: nothing to compare it with.");
    }
    return gettext("There is no snapshot that succeeded as of %(date)s; the first record is of %(first)s.",
      { date: read(name), first: tools.day(moments[0]) });
  }

  function gap(number, name) {
    var before = number, button = make("button", "sc-button", gettext("Take the last good one before it"));
    while (before >= 0 && moments[before][7]) before -= 1;
    button.addEventListener("click", function () {
      var word = moments[before][0];
      go(name === "old" ? word : read("old"), name === "new" ? word : read("new"));
    });
    return parts("The capture of %(snapshot)s: %(why)s Nothing is known of that moment, so it cannot be " +
      "compared with another. %(remedy)s", {
      snapshot: at(number), why: moments[number][7],
      remedy: before < 0 ? gettext("No good one is before it.") : button
    });
  }

  function compare(data, old, now) {
    var hidden = chronicleBetween.unread(told, old, now);
    var net = chronicleBetween.net(data, old, now, hidden), parts = [direction(old, now)];
    var banner = make("div", "sc-direction", parts);
    ["old", "new"].forEach(function (name) {
      var skipped = missed(name, name === "old" ? old : now);
      if (skipped) banner.append(make("p", "", skipped));
    });
    var versions = [moments[old][6], moments[now][6]];
    if (versions[0] !== versions[1] && versions[0] && versions[1]) {
      banner.append(make("p", "", gettext("The server was PostgreSQL %(old)s there and is %(new)s here; " +
        "what is only spelled otherwise is no change.", { old: versions[0], new: versions[1] })));
    }
    var guessed = moments.some(function (moment, number) {
      return moment[8] && number > Math.min(old, now) && number <= Math.max(old, now);
    });
    if (guessed) {
      banner.append(make("p", "", gettext("The server's own numbers do not tell who is who all the way: " +
        "it is told by evidence, from each snapshot to the next.")));
    }
    var body = net.changes.length
      ? [make("p", "sc-total", [says.counted(net.changes.length, "change") + " ", tools.severities(net.changes)]),
         make("div", "sc-panel sc-changes", tools.groups(net.changes, place.page))]
      : [];
    out.replaceChildren.apply(out, [banner].concat(body, stepwise(net), nothing(net, hidden), blind(hidden), more(old, now)));
  }

  function direction(old, now) {
    return old < now
      ? make("p", "", parts("From %(old)s, the older, to %(new)s: what happened. The past is told first.",
        { old: at(old), new: at(now) }))
      : make("p", "", parts("Backwards, from %(new)s, the newer, to %(old)s, the older: what going back would " +
        "change.", { new: at(old), old: at(now) }));
  }

  function missed(name, number) {
    var word = read(name);
    if (!/^\d{4}-\d{2}-\d{2}/.test(word) || word === moments[number][0]) return null;
    var gone = moments.filter(function (moment, at) {
      return at > number && moment[7] && chronicleBetween.by(moment, word);
    });
    if (!gone.length && moments[number][9].slice(0, 10) === word) return null;
    var text = gettext("In force on %(date)s was the snapshot of %(day)s.",
      { date: word, day: tools.day(moments[number]) });
    return gone.length ? text + " " + gettext("A later capture, of %(day)s, failed: what was true then is unknown.",
      { day: tools.day(gone[0]) }) : text;
  }

  function nothing(net, hidden) {
    if (net.changes.length || net.steps.length) return [];
    var words = net.touched ? gettext("Nothing differs: whatever changed in between was changed back.")
      : gettext("Nothing changed between these snapshots.");
    if (Object.keys(hidden).length) words = gettext("Nothing that could be compared differs.");
    return [make("p", "sc-said", [tools.pill("safe", gettext("no change")), " ", words])];
  }

  function stepwise(net) {
    if (!net.steps.length) return [];
    return [make("p", "sc-said", gettext("What changed in too many of the steps in between is not summed up " +
      "here. These are the steps, the oldest first, as the reports tell them:"))]
      .concat(net.steps.map(function (steps) {
        return make("div", "sc-panel sc-changes sc-steps-of", steps.flatMap(function (step) {
          return [make("p", "", [make("strong", "", at(step[0]))]), tools.groups(step[1], place.page)];
        }));
      }));
  }

  function blind(hidden) {
    return Object.keys(hidden).map(function (kind) {
      return make("p", "sc-said", make("small", "",
        gettext("Not compared: %(kind)s (%(why)s).", { kind: says.kind(kind), why: hidden[kind] })));
    });
  }

  function more(old, now) {
    var last = Math.max(old, now), between = Math.abs(now - old) - 1;
    return [make("p", "sc-said", make("small", "", between
      ? parts("%(snapshots)s in between; the reports tell each step, with what depended on it: %(last)s.",
        { snapshots: says.counted(between, "snapshot"), last: at(last) })
      : parts("The report tells the same, with what depended on each: %(last)s.", { last: at(last) })))];
  }
};
