// A table that is pasted from a web page or a spreadsheet becomes lines with tabs between their cells, which are read as a table; of its HTML
// nothing but the words is taken. Without this script, and without a table, the browser pastes what it takes for the text.
const text = document.getElementById("text");
const MOST_COLUMNS = 50;
const NO_WORDS = "head, script, style, template, noscript";
const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, li, ul, ol, dl, dt, dd, blockquote, pre, section, article, header, footer, tr, td, th, caption, table";

function words(node) {
  for (const apart of node.querySelectorAll(`br, ${BLOCKS}`)) apart.before(" ");
  return node.textContent.replace(/\s+/g, " ").trim();
}

// A table within a table is a page's layout, and so is one of a single column.
function isTable(node) {
  return node.matches("table") && !node.querySelector("table") && [...node.rows].some((row) => row.cells.length > 1);
}

function rowsOf(table) {
  const covered = []; // rows that a cell above still covers, by column
  return [...table.rows].map((row) => {
    const cells = [];
    const skip = () => {
      while (covered[cells.length] > 0) {
        covered[cells.length] -= 1;
        cells.push("");
      }
    };
    for (const cell of row.cells) {
      skip();
      for (let part = 0; part < Math.min(cell.colSpan, MOST_COLUMNS); part += 1) {
        covered[cells.length] = cell.rowSpan - 1;
        cells.push(part ? "" : words(cell));
      }
    }
    skip();
    return cells.join("\t");
  });
}

// The paragraphs of a fragment, and its tables, each as one of its lines.
function linesOf(fragment) {
  const found = [];
  let line = "";
  const end = () => {
    if (line.trim()) found.push(line.replace(/[^\S\t]+/g, " ").trim());
    line = "";
  };
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) line += child.data.replace(/\s+/g, " ");
      if (child.nodeType !== Node.ELEMENT_NODE || child.matches(NO_WORDS)) continue;
      const apart = child.matches(BLOCKS);
      if (apart || child.matches("br")) end();
      if (isTable(child)) {
        if (child.caption) found.push(words(child.caption));
        found.push(rowsOf(child).filter((row) => row.trim()).join("\n"));
      } else walk(child);
      if (apart) end();
    }
  };
  walk(fragment);
  end();
  return found.filter(Boolean).join("\n\n");
}

function paste(event) {
  const html = event.clipboardData ? event.clipboardData.getData("text/html") : "";
  if (!/<table/i.test(html)) return;
  // A document of its own, in which no script runs and nothing is fetched.
  const body = new DOMParser().parseFromString(html, "text/html").body;
  if (![...body.querySelectorAll("table")].some(isTable)) return;
  event.preventDefault();
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const lines = (before && !/\n\n$/.test(before) ? "\n\n" : "") + linesOf(body) + (/^\n\n/.test(after) ? "" : "\n\n");
  // So that it can be taken back with the browser's own "Undo"; where that is missing, the text is set.
  if (!document.execCommand("insertText", false, lines)) {
    text.setRangeText(lines, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

if (text) text.addEventListener("paste", paste);
