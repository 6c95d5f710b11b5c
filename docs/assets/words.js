/* What scripts say, in the language of the page. English stands in the scripts. Where the site speaks
   another language, `chronicle site` writes its words beside them, which are loaded before this;
   generator/scripts.py finds by the names of these functions what is said. */
var chronicleWords = (function () {
  "use strict";

  var told = window.chronicleSaid || {
    language: "en", words: {}, plural: function (number) { return number === 1 ? 0 : 1; }
  };
  var MONTHS = [
    noted("Jan"), noted("Feb"), noted("Mar"), noted("Apr"), noted("May"), noted("Jun"),
    noted("Jul"), noted("Aug"), noted("Sep"), noted("Oct"), noted("Nov"), noted("Dec")
  ];

  /* The very same message: it is said elsewhere. */
  function noted(message) { return message; }

  /* A message with its `%(name)s` filled in. */
  function gettext(message, values) { return parts(message, values).join(""); }

  /* The same in pieces, so that what is filled in may be an element. */
  function parts(message, values) { return filled(told.words[message] || message, values); }

  /* The same for a number, which `%(num)s` stands for. */
  function ngettext(one, many, number, values) {
    var known = told.words[one] || [one, many];
    return filled(known[told.plural(number)], Object.assign({ num: number }, values)).join("");
  }

  function filled(words, values) {
    return words.split(/(%\(\w+\)s)/).filter(Boolean).map(function (piece) {
      var name = /^%\((\w+)\)s$/.exec(piece);
      return name ? values[name[1]] : piece;
    });
  }

  /* `1 table`, `2 tables`, `no tables`. */
  function counted(number, noun) {
    return number ? ngettext("%(num)s " + noun, "%(num)s " + noun + "s", number) : gettext("no " + noun + "s");
  }

  /* `3 breaking`. */
  function ofSort(number, sort) { return ngettext("%(num)s " + sort, "%(num)s " + sort, number); }

  /* A kind of the model, `foreign_key`, in words. */
  function kind(name) { return gettext(name.replace(/_/g, " ")); }

  /* A day, `2025-09-06`, as pages tell it; and the other way round, null where none is told. */
  function day(at) {
    var number = Number(at.slice(8, 10));
    return (number === 1 ? gettext("1") : number) + " " + gettext(MONTHS[Number(at.slice(5, 7)) - 1]) + " " + at.slice(0, 4);
  }

  function dated(text) {
    var found = /^(?:≤ )?(\d{1,2})\S* (\S+) (\d{4})(?!\d)/.exec(text);
    var month = found ? MONTHS.map(function (name) { return gettext(name); }).indexOf(found[2]) : -1;
    return month < 0 ? null : Number(found[3]) * 10000 + month * 100 + Number(found[1]);
  }

  return {
    language: told.language, gettext: gettext, parts: parts, ngettext: ngettext, noted: noted,
    counted: counted, ofSort: ofSort, kind: kind, day: day, dated: dated
  };
})();
