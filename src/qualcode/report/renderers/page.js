// Sort a table by a heading (up, down, as it was), and filter it by a word. Rows that open a group go where their rows go.
const language = document.documentElement.lang;
const collator = new Intl.Collator(language, { numeric: true });
const decimal = (0.5).toLocaleString(language)[1]; // 1.234,5 or 1,234.5
const shown = (cell) => (cell.querySelector("summary") || cell).textContent; // without what opens behind it
const number = (text) => {
  const found = /^[-\u2212]?[\d.,]*\d/.exec(text);
  if (!found) return -1;
  const plain = found[0].replace("\u2212", "-");
  return parseFloat([...plain].filter((sign) => !".,".includes(sign) || sign === decimal).join("").replace(decimal, "."));
};
for (const table of document.querySelectorAll("table")) {
  const bodies = [...table.tBodies]; // several in a long table: what is not on the screen costs nothing
  const rows = bodies.flatMap((body) => [...body.rows]);
  const opening = rows.filter((row) => row.classList.contains("group"));
  const told = rows.filter((row) => !row.classList.contains("group"));
  const group = new Map();
  let opened = null;
  for (const row of rows) {
    if (row.classList.contains("group")) opened = row;
    group.set(row, opened);
  }
  const key = (row, place) => {
    const text = shown(row.cells[place]).trim();
    return row.cells[place].classList.contains("n") ? number(text) : text;
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
  const put = (order) => {
    const most = Math.ceil(order.length / bodies.length);
    bodies.forEach((body, place) => body.append(...order.slice(place * most, (place + 1) * most)));
  };
  let sorted = false;
  let wanted = "";
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.dataset.name = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      sorted = was !== "descending";
      if (sorted) {
        const sign = was === "ascending" ? -1 : 1;
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        const keys = new Map(told.map((row) => [row, key(row, place)]));
        const order = [...told].sort((a, b) => sign * compare(keys.get(a), keys.get(b)));
        put([...order, ...opening]);
      } else {
        put(rows);
      }
      refresh();
    });
  });
  const count = document.createElement("output");
  let folded = null; // the words of each row, in small letters: made once, when nothing else is to be done
  const words = () => (folded ||= new Map(rows.map((row) => [row, [...row.cells].map(shown).join("\n").toLowerCase()])));
  if (bodies.length > 1) (window.requestIdleCallback || setTimeout)(words);
  const refresh = () => {
    const has = (row) => row !== null && words().get(row).includes(wanted);
    const named = new Set(opening.filter(has));
    const left = told.filter((row) => named.has(group.get(row)) || has(row));
    const fits = new Set(left);
    const groups = new Set(left.map((row) => group.get(row)));
    for (const row of told) row.hidden = !fits.has(row);
    for (const row of opening) row.hidden = sorted || (wanted !== "" && !groups.has(row));
    for (const body of bodies.length > 1 ? bodies : []) {
      const high = [...body.rows].filter((row) => !row.hidden).length;
      body.hidden = !high;
      body.style.containIntrinsicBlockSize = `auto ${high * 3.6}rem`;
    }
    count.textContent = wanted ? " " + table.dataset.rows.replace("#", left.length).replace("#", told.length) : "";
  };
  if (table.dataset.filter) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    label.className = "filter";
    input.type = "search";
    input.addEventListener("input", () => {
      wanted = input.value.trim().toLowerCase();
      refresh();
    });
    label.append(table.dataset.filter + " ", input, count);
    table.parentElement.before(label);
  }
}
