// Sort a table by a heading (up, down, as it was), and filter it by a word. Rows that open a group go where their rows go.
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const group = new Map();
  let opened = null;
  for (const row of rows) {
    if (row.classList.contains("group")) opened = row;
    group.set(row, opened);
  }
  const shown = (cell) => (cell.querySelector("summary") || cell).textContent; // without what opens behind it
  const key = (row, place) => {
    const text = shown(row.cells[place]).trim();
    const number = /^-?[\d.,]*\d/.exec(text);
    return row.cells[place].classList.contains("n") ? (number ? parseFloat(number[0].replace(",", ".")) : -1) : text;
  };
  const show = (order) => {
    for (const row of order) body.append(row);
  };
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      const opening = rows.filter((row) => row.classList.contains("group"));
      if (was === "descending") {
        for (const row of opening) delete row.dataset.sorted;
        show(rows);
      } else {
        const sign = was === "ascending" ? -1 : 1;
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        const order = rows.filter((row) => !row.classList.contains("group"));
        const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang));
        order.sort((a, b) => sign * compare(key(a, place), key(b, place)));
        for (const row of opening) row.dataset.sorted = "";
        show([...order, ...opening]);
      }
      refresh();
    });
  });
  let wanted = "";
  const count = document.createElement("output");
  const refresh = () => {
    const matches = new Set();
    for (const row of rows) {
      const fits = [...row.cells].some((cell) => shown(cell).toLowerCase().includes(wanted));
      if (!row.classList.contains("group")) {
        row.hidden = !fits;
        if (fits) matches.add(row);
      }
    }
    for (const row of rows.filter((one) => one.classList.contains("group"))) {
      const own = [...matches].some((one) => group.get(one) === row);
      row.hidden = "sorted" in row.dataset || (wanted !== "" && !own);
    }
    const all = rows.filter((row) => !row.classList.contains("group")).length;
    count.textContent = wanted ? " " + table.dataset.rows.replace("#", matches.size).replace("#", all) : "";
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
