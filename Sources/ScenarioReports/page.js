"use strict";
(() => {
  const list = document.getElementById("rows");
  const rows = Array.from(list.children);
  const fields = ["q", "status", "tag", "sort"].map((name) => document.getElementById(name));
  const [query, status, tag, sort] = fields;
  const texts = new Map();
  let order = "";

  // The words of a row are put together when they are first looked for.
  function words(row) {
    let text = texts.get(row);
    if (text === undefined) {
      text = row.firstElementChild.textContent.toLowerCase();
      texts.set(row, text);
    }
    return text;
  }

  function fits(row, wanted) {
    if (status.value === "bad" ? !("bad" in row.dataset) : status.value && row.dataset.status !== status.value) {
      return false;
    }
    if (tag.value && !row.dataset.tags.split(" ").includes(tag.value)) return false;
    return wanted.every((word) => words(row).includes(word));
  }

  function arrange() {
    if (order === sort.value) return;
    order = sort.value;
    const sorted = order === "media" ? rows.slice().sort((a, b) => b.dataset.media - a.dataset.media) : rows;
    list.append(...sorted);
  }

  function show() {
    const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const isShown = fits(row, wanted);
      row.hidden = !isShown;
      if (isShown) shown += 1;
    }
    arrange();
    document.getElementById("count").textContent = `${shown} of ${rows.length} shown`;
  }

  // What is chosen stands in the address, so that it can be linked to.
  function keep() {
    const chosen = new URLSearchParams();
    for (const field of fields) if (field.value) chosen.set(field.id, field.value);
    const text = chosen.toString();
    try {
      history.replaceState(null, "", text ? "#" + text : "#scenarios");
    } catch {
      // A page in a frame may not change its address; the filter works all the same.
    }
  }

  function read() {
    const text = location.hash.slice(1);
    const row = /^s\d+$/.test(text) ? document.getElementById(text) : null;
    if (row === null && !text.includes("=")) return;
    const chosen = new URLSearchParams(row === null ? text : "");
    for (const field of fields) {
      field.value = chosen.get(field.id) ?? "";
      // A value that is no choice leaves a select without one.
      if (field.value === "" && field.options) field.selectedIndex = 0;
    }
    show();
    if (row === null) {
      if (chosen.has("open")) for (const each of rows) if (!each.hidden) each.open = true;
      document.getElementById("scenarios").scrollIntoView();
    } else {
      row.open = true;
      row.scrollIntoView();
      row.firstElementChild.focus();
    }
  }

  const tags = new Set(rows.flatMap((row) => row.dataset.tags.split(" ")).filter(Boolean));
  for (const name of Array.from(tags).sort()) tag.add(new Option(name, name));
  const form = document.getElementById("filter");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    show();
    keep();
  });
  window.addEventListener("hashchange", read);
  show();
  read();
})();
