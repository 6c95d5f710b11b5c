/* What differs between any two snapshots, looked up in the data that the site ships.
   docs/comparing.md tells the format. Nothing here touches the page. */
var chronicleBetween = (function () {
  "use strict";

  var gettext = chronicleWords.gettext;
  var SEVERITIES = ["breaking", "risky", "safe", "cosmetic"];
  var OBJECT = 0, CALLED = 1, TARGET = 2, KIND = 3, NAME = 4, SENTENCE = 5, REASON = 6, RULE = 7,
    HAZARDS = 8, GRAVITY = 9, CONFIGURED = 10;

  /* The pieces of one list of lists, put together, with what is looked up by number. */
  function join(pieces) {
    var whole = { strings: [], changes: [], families: [], brought: [], softened: [], objects: [] };
    pieces.forEach(function (piece) {
      Object.keys(piece).forEach(function (name) {
        piece[name].forEach(function (row) { whole[name].push(row); });
      });
    });
    whole.mains = new Map(whole.brought);
    whole.softer = new Map(whole.softened.map(function (row) {
      return [row[0] + " " + row[1], { gravity: row[2], reason: row[3] }];
    }));
    return whole;
  }

  function within(events, after, until) {
    return events.filter(function (number) { return number > after && number <= until; });
  }

  /* The numbers of the changes between two snapshots, `after` before `until`; and, of what changed
     in more steps than are kept, those steps: pairs of a snapshot and the changes of the step to it. */
  function numbers(data, after, until) {
    var found = new Set(), steps = [], any = false;
    data.families.forEach(function (family) {
      var touched = family[2].map(function (strand) { return within(strand[0], after, until); });
      var events = Array.from(new Set(touched.flat())).sort(function (a, b) { return a - b; });
      if (!events.length) return;
      any = true;
      if (events.length > 1 && within(family[0], after, until).length) {
        take(family[1], events, events.map(function (number) {
          return [number, family[2].flatMap(function (strand) { return of(strand, number); })];
        }));
        return;
      }
      family[2].forEach(function (strand, at) {
        if (touched[at].length === 1) of(strand, touched[at][0]).forEach(add);
        else if (touched[at].length) {
          take(strand[2], touched[at], touched[at].map(function (number) {
            return [number, of(strand, number)];
          }));
        }
      });
    });
    return { changes: Array.from(found).sort(function (a, b) { return a - b; }), steps: steps, touched: any };

    function add(number) { found.add(number); }
    function of(strand, number) {
      var at = strand[0].indexOf(number);
      return at < 0 ? [] : strand[1][at];
    }
    function take(nets, events, single) {
      var net = nets[events[0] + "-" + events[events.length - 1]];
      if (net) net.forEach(add);
      else steps.push(single.filter(function (step) { return step[1].length; }));
    }
  }

  /* Changes as they are told: each under the one that brought it, which is as grave as the gravest.
     `hidden` are the kinds that cannot be compared. */
  function group(data, some, hidden) {
    var present = some.filter(function (number) {
      return !hidden[data.strings[data.changes[number][KIND]]];
    });
    var there = new Set(present), main = new Map(), brought = new Map();
    present.forEach(function (number) {
      var first = (data.mains.get(number) || []).find(function (one) { return there.has(one); });
      if (first !== undefined) main.set(number, first);
    });
    present.forEach(function (number) {
      if (!main.has(number)) return;
      var seen = new Set(), first = main.get(number);
      while (main.has(first) && !seen.has(first)) {
        seen.add(first);
        first = main.get(first);
      }
      if (!brought.has(first)) brought.set(first, []);
      brought.get(first).push(told(data, number, data.softer.get(first + " " + number)));
    });
    return present.filter(function (number) { return !main.has(number); }).map(function (number) {
      var change = told(data, number), with_ = brought.get(number) || [];
      var worst = with_.reduce(function (a, b) { return b.gravity < a.gravity ? b : a; }, change);
      if (worst !== change) {
        change.gravity = worst.gravity;
        change.reason = gettext("with it, %(reason)s", { reason: worst.reason });
      }
      [change].concat(with_).forEach(configured);
      change.brought = with_;
      return change;
    });
  }

  function told(data, number, softer) {
    var row = data.changes[number];
    var text = function (at) { return data.strings[row[at]]; };
    return {
      object: text(OBJECT), called: text(CALLED), target: text(TARGET), kind: text(KIND), name: text(NAME),
      sentence: text(SENTENCE), rule: text(RULE), hazards: text(HAZARDS), configured: row[CONFIGURED],
      gravity: softer ? softer.gravity : row[GRAVITY], reason: softer ? softer.reason : text(REASON)
    };
  }

  /* The severity that the configuration sets, and the word for it. */
  function configured(change) {
    if (change.configured >= 0 && change.configured !== change.gravity) {
      change.reason = gettext("%(reason)s (%(now)s by configuration, else %(before)s)", {
        reason: change.reason, now: gettext(SEVERITIES[change.configured]),
        before: gettext(SEVERITIES[change.gravity])
      });
      change.gravity = change.configured;
    }
    change.severity = SEVERITIES[change.gravity];
  }

  /* The difference from one snapshot to another, in whichever direction the data is of. */
  function net(data, old, now, hidden) {
    var found = numbers(data, Math.min(old, now), Math.max(old, now));
    return {
      touched: found.touched,
      changes: group(data, found.changes, hidden),
      steps: found.steps.map(function (steps) {
        return steps.map(function (step) { return [step[0], group(data, step[1], hidden)]; });
      })
    };
  }

  /* The kinds that two snapshots cannot tell of one another → why. */
  function unread(told, old, now) {
    return told.unread[told.moments[old][5] + "-" + told.moments[now][5]] || {};
  }

  /* The lines of an object at a snapshot; null when it was not there, undefined when nobody could
     see it. */
  function lines(told, number) {
    var found = null;
    told.versions.filter(function (version) { return version[0] <= number; })
      .forEach(function (version) {
        if (version.length === 2) found = version[1] === -1 ? null : undefined;
        else {
          found = (found || []).slice();
          found.splice.apply(found, [version[1], version[2]].concat(version[3]));
        }
      });
    return found && found.map(function (line) { return told.lines[line]; });
  }

  /* Whether a snapshot is of a day, which is one of this site's time zone, or a moment, or before. */
  function by(moment, when) {
    return when.length > 10 ? moment[1] <= when : moment[9].slice(0, 10) <= when;
  }

  /* The snapshot in force on a day or at a moment: the last good one up to then; -1 before the
     first. */
  function inForce(moments, when) {
    var found = -1;
    moments.forEach(function (moment, number) {
      if (moment[5] < 0 || !by(moment, when)) return;
      if (found < 0 || moment[1] >= moments[found][1]) found = number;
    });
    return found;
  }

  return { SEVERITIES: SEVERITIES, inForce: inForce, by: by, join: join, net: net, unread: unread, lines: lines };
})();
