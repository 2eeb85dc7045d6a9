// The words that scripts show stand translated in the page; a number picks the form that the language wants.

// What the server wrote for 1, 2 and 5 stands for all numbers of their kind.
const FORMS = { one: "One", two: "Few", few: "Few" };

export function words() {
  return document.getElementById("words").dataset;
}

export function number(count) {
  return new Intl.NumberFormat(document.documentElement.lang).format(count);
}

export function plural(name, count) {
  const form = FORMS[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? "Many";
  return words()[name + form].replace("#", number(count));
}
