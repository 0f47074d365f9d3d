
"use strict";
(() => {
  const PAGE = 50;
  const SHORT = 180;
  const data = JSON.parse(byId("data").textContent);
  const seconds = JSON.parse(byId("times").textContent);
  const cases = data.cases;
  const body = document.querySelector("#table tbody");
  const heads = [...document.querySelectorAll("#table thead th")];
  const measures = data.measures.map(([name, section, meaning, lower]) => ({ name, section, meaning, lower }));
  const state = { sort: "outcome", down: true, page: 0, found: [], measure: -1 };

  function byId(id) {
    return document.getElementById(id);
  }

  // The only way in which anything reaches the page: as text, never as markup.
  function element(name, options, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(options || {})) {
      if (value !== undefined && value !== null && value !== false) {
        made.setAttribute(key, value === true ? "" : value);
      }
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  const number = (value, digits = 3) => (value === null || value === undefined ? "–" : value.toFixed(digits));
  const outcomeOf = (one) => data.outcomes[one.o || 0];
  const slug = (outcome) => outcome.replaceAll(",", "").replaceAll(" ", "-");
  const expectedOf = (one) => (one.gold ? one.gold.join(" | ") : one.un ? "no answer" : "");
  const answerOf = (one) => one.a || (one.st || []).map((statement) => statement[0]).join(" ");
  const shownAnswer = (one) => (one.ans ? one.sa || answerOf(one) : "");

  function fails(one, measure) {
    const value = one.m[measure];
    return value !== null && (measures[measure].lower ? value > 0 : value < 1);
  }

  // Filtering and sorting.

  const texts = new Map();
  function textOf(index) {
    if (!texts.has(index)) {
      const one = cases[index];
      texts.set(index, [one.id, one.q, answerOf(one), one.sa || "", ...(one.gold || [])].join("\n").toLowerCase());
    }
    return texts.get(index);
  }

  function keep(index, wanted) {
    const one = cases[index];
    return (
      (!wanted.outcome || outcomeOf(one) === wanted.outcome) &&
      (!wanted.tag || (one.tags || []).includes(wanted.tag)) &&
      (!wanted.kind || one.kind === wanted.kind) &&
      (!wanted.flag || (one.f || []).includes(wanted.flag)) &&
      (!wanted.failing || state.measure < 0 || fails(one, state.measure)) &&
      wanted.words.every((word) => textOf(index).includes(word))
    );
  }

  const KEYS = {
    outcome: (index) => (outcomeOf(cases[index]) === "not judged" ? null : cases[index].o || 0),
    question: (index) => cases[index].q.toLowerCase(),
    expected: (index) => expectedOf(cases[index]).toLowerCase() || null,
    answer: (index) => shownAnswer(cases[index]).toLowerCase() || null,
    measure: (index) => (state.measure < 0 ? null : cases[index].m[state.measure]),
    rank: (index) => cases[index].r || null,
    confidence: (index) => cases[index].c,
    seconds: (index) => seconds[index],
  };

  function sorted(found) {
    if (!state.sort) return found;
    const key = KEYS[state.sort];
    const direction = state.down ? -1 : 1;
    const keyed = found.map((index) => [key(index), index]);
    // What is undefined comes last in both directions; equal ones keep the test set's order.
    keyed.sort(([a, i], [b, j]) => {
      if (a === b) return i - j;
      if (a === null || a === undefined) return 1;
      if (b === null || b === undefined) return -1;
      return (a < b ? -1 : 1) * direction;
    });
    return keyed.map((pair) => pair[1]);
  }

  function refresh({ page = 0 } = {}) {
    const wanted = {
      outcome: byId("outcome").value,
      tag: byId("tag").value,
      kind: byId("kind").value,
      flag: byId("flag").value,
      failing: byId("failing").checked,
      words: byId("text").value.toLowerCase().split(/\s+/).filter(Boolean),
    };
    state.measure = Number(byId("measure").value);
    const found = [];
    for (let index = 0; index < cases.length; index += 1) if (keep(index, wanted)) found.push(index);
    state.found = sorted(found);
    show(page);
  }

  function show(page) {
    const last = Math.max(0, Math.ceil(state.found.length / PAGE) - 1);
    state.page = Math.min(Math.max(0, page), last);
    const first = state.page * PAGE;
    const here = state.found.slice(first, first + PAGE);
    body.replaceChildren(...here.map(row));
    const all = cases.length.toLocaleString("en");
    const some = state.found.length.toLocaleString("en");
    byId("count").textContent = state.found.length === cases.length ? `${all} cases` : `${some} of ${all} cases`;
    byId("place").textContent = here.length ? `${first + 1} to ${first + here.length} of ${some}` : "No case is like this.";
    byId("previous").disabled = state.page === 0;
    byId("next").disabled = state.page >= last;
    const name = state.measure < 0 ? "Measure" : measures[state.measure].name;
    for (const head of heads) {
      const chosen = head.dataset.sort === state.sort;
      if (chosen) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
      if (head.dataset.sort === "measure") head.querySelector("button").textContent = name;
    }
  }

  // Rows.

  function row(index) {
    const one = cases[index];
    const about = [one.id, one.kind, ...(one.tags || [])].filter(Boolean).join(" · ");
    const opener = element("button", { type: "button", class: "opener", "aria-expanded": "false", dir: "auto" }, one.q);
    const answer = one.ans ? shownAnswer(one) : one.e ? one.e : one.ca ? `possibly: ${one.ca[0][0]}` : "not answered";
    const cut = (text) => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text);
    const made = element(
      "tr",
      { class: "case", "data-index": index },
      element("td", {}, element("span", { class: "pill" }, element("span", { class: `swatch ${slug(outcomeOf(one))}` }), outcomeOf(one))),
      element("td", {}, opener, element("span", { class: "meta" }, about)),
      element("td", { "data-label": "answer" }, element("span", { class: "gave", dir: "auto" }, cut(answer))),
      element("td", { "data-label": "expected" }, element("span", { class: "gave", dir: "auto" }, cut(expectedOf(one)))),
      ...[
        [state.measure < 0 ? "–" : number(one.m[state.measure]), state.measure < 0 ? "measure" : measures[state.measure].name],
        [one.r || "–", "rank"],
        [number(one.c, 2), "confidence"],
        [number(seconds[index], 2), "seconds"],
      ].map(([value, label]) => element("td", { class: "number", "data-label": label }, String(value))),
    );
    return made;
  }

  function toggle(line, wanted) {
    const opener = line.querySelector(".opener");
    const open = opener.getAttribute("aria-expanded") === "true";
    if (wanted === open) return;
    opener.setAttribute("aria-expanded", String(!open));
    line.classList.toggle("open", !open);
    if (open) {
      line.nextElementSibling.remove();
      return;
    }
    const one = cases[Number(line.dataset.index)];
    line.after(element("tr", { class: "detail" }, element("td", { colspan: heads.length }, detail(one, Number(line.dataset.index)))));
    history.replaceState(null, "", `#${new URLSearchParams({ case: one.id })}`);
  }

  // What a case holds.

  function part(title, ...content) {
    return content.flat().filter(Boolean).length ? [element("h4", {}, title), ...content.flat()] : [];
  }

  const badge = (words, look) => element("span", { class: `badge ${look}` }, words);

  function detail(one, index) {
    return [
      element(
        "div",
        { class: "two" },
        element("div", {}, ...asked(one), ...part("Answer", answered(one)), ...part("Citations", citations(one))),
        element("div", {}, ...part("Expected", expected(one)), ...part("Problems", problems(one)), ...part("Judge", judged(one))),
      ),
      ...part(
        "Passages",
        one.p ? element("p", { class: "legend" }, element("mark", { class: "evidence" }, "evidence"), " of the test set, ", element("mark", { class: "quoted" }, "quoted"), " by the answer") : null,
        (one.p || []).map((passage, at) => passageOf(passage, at)),
      ),
      ...part("Measures", values(one, index)),
    ];
  }

  function asked(one) {
    const read = one.s ? element("p", { dir: "auto" }, one.s) : null;
    return [
      ...part("Earlier questions", one.h ? element("ol", {}, one.h.map((question) => element("li", { dir: "auto" }, question))) : null),
      ...part("Question", element("p", { class: "prose", dir: "auto" }, one.q)),
      ...part("Read as", read),
    ];
  }

  function answered(one) {
    if (one.e) return element("p", {}, badge("failed", "bad"), ` ${one.e}`);
    if (!one.ans) {
      return [
        element("p", { class: "prose", dir: "auto" }, answerOf(one) || "Not answered."),
        one.ca ? element("ul", {}, one.ca.map(([text, sure, holds]) => element("li", { dir: "auto" }, text, holds === 1 ? badge("has the answer", "good") : null, element("span", { class: "where" }, `confidence ${number(sure)}`)))) : null,
      ].filter(Boolean);
    }
    const told = one.st ? one.st.map(statement) : [one.a || ""];
    return [
      element("p", { class: "prose answer", dir: "auto" }, told),
      one.sa ? element("p", { class: "where", dir: "auto" }, `In short: ${one.sa}`) : null,
      element("p", { class: "where" }, `Confidence ${number(one.c)}`),
    ].filter(Boolean);
  }

  function statement([text, markers, verdict, supported]) {
    const pieces = text.split(/\[(\d+)\]/).map((piece, at) => {
      if (at % 2 === 0) return piece;
      return markers.includes(Number(piece)) ? element("span", { class: "marker" }, piece) : `[${piece}]`;
    });
    const doubt = verdict === "unsupported" || verdict === "partial" ? badge(verdict, "bad") : null;
    const thin = !doubt && !supported ? badge("its citations do not say so", "odd") : null;
    return element("span", { class: "statement" }, pieces, doubt, thin, " ");
  }

  function byline([title, source, published]) {
    return [title, source, published].filter(Boolean).join(" – ");
  }

  function citations(one) {
    if (!one.ci) return null;
    return element(
      "ul",
      {},
      one.ci.map(([marker, article, line, quote, verdict, exists, from, url]) => {
        const about = data.articles[article];
        const place = `${about[3]}:${line}`;
        return element(
          "li",
          { class: "citation" },
          element("span", { class: "quote", dir: "auto" }, element("b", {}, `${marker} `), `“${quote}”`),
          exists ? null : badge("stands in no article", "bad"),
          verdict === "supported" ? null : badge(verdict, "odd"),
          from === 1 ? badge("from the evidence", "good") : from === 0 ? badge("not from the evidence", "odd") : null,
          element("span", { class: "where", dir: "auto" }, byline(about)),
          element("span", { class: "where" }, url ? element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url) : place),
        );
      }),
    );
  }

  function expected(one) {
    const gold = one.un && !one.gold
      ? element("p", {}, "No answer: the articles have none.")
      : one.gold
        ? element("p", { class: "gold", dir: "auto" }, one.gold.join(" | "))
        : element("p", {}, "The test set names no answer.");
    const evidence = (one.ev || []).map(([article, quote, there, found]) =>
      element(
        "li",
        {},
        quote ? element("span", { class: "quote", dir: "auto" }, `“${quote}”`) : null,
        there ? null : badge("article not in the library", "bad"),
        there && found === 0 ? badge("quote not in the article", "bad") : null,
        element("span", { class: "where" }, article),
      ),
    );
    return [gold, evidence.length ? element("ul", {}, evidence) : null];
  }

  function problems(one) {
    const named = (one.f || []).map((flag) => badge(flag.replaceAll("_", " "), "bad"));
    const warned = (one.w || []).map((warning) => element("p", { dir: "auto" }, warning));
    return [named.length ? element("p", {}, named) : null, ...warned];
  }

  function judged(one) {
    return one.j ? [element("p", {}, `Score ${number(one.j[0])}`), element("pre", { dir: "auto" }, one.j[1])] : null;
  }

  function passageOf([place, score, relevant, evidence, quotes], at) {
    const [article, text] = data.passages[place];
    const open = at === 0 || evidence.length > 0 || quotes.length > 0;
    return element(
      "details",
      { class: "passage", open },
      element(
        "summary",
        {},
        element("b", {}, `${at + 1}. `),
        byline(data.articles[article]),
        relevant === 1 ? badge("relevant", "good") : null,
        element("span", { class: "where" }, `score ${number(score)}`),
      ),
      element("p", { dir: "auto" }, marked(text, evidence, quotes)),
    );
  }

  function marked(text, evidence, quotes) {
    const cuts = new Set([0, text.length]);
    for (const [start, end] of [...evidence, ...quotes]) cuts.add(start).add(end);
    const borders = [...cuts].sort((a, b) => a - b);
    return borders.slice(1).map((end, at) => {
      const start = borders[at];
      const within = (span) => span[0] <= start && end <= span[1];
      const look = [evidence.some(within) && "evidence", quotes.some(within) && "quoted"].filter(Boolean);
      const numbers = quotes.filter((span) => span[1] === end && within(span)).map((span) => element("span", { class: "marker" }, String(span[2])));
      const piece = text.slice(start, end);
      return look.length ? [element("mark", { class: look.join(" ") }, piece), numbers] : piece;
    }).flat(2);
  }

  function values(one, index) {
    const pairs = measures
      .map((measure, at) => [measure, one.m[at], at])
      .filter(([, value]) => value !== null)
      .map(([measure, value, at]) => element("div", { title: measure.meaning, class: fails(one, at) ? "fails" : "" }, element("code", {}, measure.name), element("span", {}, number(value))));
    const took = seconds[index] === null ? [] : [element("div", {}, element("span", {}, "seconds"), element("span", {}, number(seconds[index])))];
    return element("div", { class: "values" }, ...pairs, ...took);
  }

  // Controls.

  function options(id, values, none) {
    const select = byId(id);
    select.replaceChildren(element("option", { value: "" }, none), ...values.map((value) => element("option", { value }, value.replaceAll("_", " "))));
    if (!values.length) select.closest("label").hidden = true;
  }

  function choices() {
    const every = (read) => [...new Set(cases.flatMap(read))].filter(Boolean);
    const present = new Set(cases.map(outcomeOf));
    options("outcome", data.outcomes.filter((outcome) => present.has(outcome)), "any");
    options("tag", every((one) => one.tags || []).sort(), "any");
    options("kind", every((one) => one.kind).sort(), "any");
    options("flag", every((one) => one.f || []).sort(), "any");
    const defined = measures.map((_, at) => at).filter((at) => cases.some((one) => one.m[at] !== null));
    byId("measure").replaceChildren(...defined.map((at) => element("option", { value: at }, measures[at].name)));
    const best = defined.find((at) => measures[at].name === "f1");
    const first = best === undefined ? defined[0] : best;
    if (first === undefined) byId("measure").append(element("option", { value: -1 }, "none"));
    else byId("measure").querySelector(`[value="${first}"]`).defaultSelected = true;
  }

  function only(id, value) {
    byId("filters").reset();
    byId(id).value = value;
    refresh();
    byId("cases").scrollIntoView();
  }

  function openFromAddress() {
    const named = new URLSearchParams(location.hash.slice(1)).get("case");
    const index = cases.findIndex((one) => one.id === named);
    if (index < 0) return;
    if (!state.found.includes(index)) byId("filters").reset();
    refresh();
    show(Math.floor(state.found.indexOf(index) / PAGE));
    const line = body.querySelector(`[data-index="${index}"]`);
    toggle(line, true);
    line.scrollIntoView();
  }

  function move(step) {
    const openers = [...body.querySelectorAll(".opener")];
    const at = openers.indexOf(document.activeElement);
    const next = openers[Math.min(openers.length - 1, Math.max(0, at + step))];
    if (next) next.focus();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    const line = event.target.closest(".case") || (event.target.closest(".detail") || {}).previousElementSibling;
    if (event.key === "/" && !typing) byId("text").focus();
    else if (event.key === "Escape" && line) {
      toggle(line, false);
      line.querySelector(".opener").focus();
    } else if (typing || !event.target.closest("#table tbody")) return;
    else if (event.key === "ArrowDown" || event.key === "j") move(1);
    else if (event.key === "ArrowUp" || event.key === "k") move(-1);
    else if (event.key === "ArrowRight" && !byId("next").disabled) turn(1);
    else if (event.key === "ArrowLeft" && !byId("previous").disabled) turn(-1);
    else return;
    event.preventDefault();
  }

  function turn(step) {
    show(state.page + step);
    const first = body.querySelector(".opener");
    if (first) first.focus({ preventScroll: true });
    byId("count").scrollIntoView();
  }

  function start() {
    choices();
    byId("filters").addEventListener("input", () => refresh());
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filters").addEventListener("reset", () => setTimeout(() => refresh()));
    byId("previous").addEventListener("click", () => turn(-1));
    byId("next").addEventListener("click", () => turn(1));
    for (const head of heads) {
      head.addEventListener("click", () => {
        state.down = state.sort === head.dataset.sort && !state.down;
        state.sort = head.dataset.sort;
        refresh();
      });
    }
    body.addEventListener("click", (event) => {
      const line = event.target.closest(".case");
      if (line && !String(getSelection())) toggle(line);
    });
    document.addEventListener("keydown", pressed);
    addEventListener("hashchange", openFromAddress);
    // On paper there are no pages to turn: all that are chosen are printed.
    addEventListener("beforeprint", () => body.replaceChildren(...state.found.map(row)));
    addEventListener("afterprint", () => show(state.page));
    for (const name of ["outcome", "tag", "kind"]) {
      for (const button of document.querySelectorAll(`button[data-${name}]`)) {
        button.addEventListener("click", () => only(name, button.getAttribute(`data-${name}`)));
      }
    }
    byId("theme").addEventListener("click", () => {
      const root = document.documentElement;
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    });
    refresh();
    openFromAddress();
  }

  start();
})();
