// What is typed in an answer is saved as one types, and kept on this device until the server has said that it has it.
// Without this file everything is saved with the buttons.
(() => {
  const root = document.querySelector(".answering[data-device]");
  if (!root) return;
  const KEY = `samordner.answer.${root.dataset.device}`;
  const SOON = 900, LEAST = 4000, MOST = 60000;

  // The copy on this device: by section and question, what its inputs held, what they answered to, and a running number
  const copy = {
    all() {
      try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
    },
    write(all) {
      try {
        if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all));
        else localStorage.removeItem(KEY);
        return true;
      } catch { return false; }
    },
    of(section) { return this.all()[section] || {}; },
    put(section, question, entry) {
      const all = this.all();
      (all[section] ||= {})[question] = entry;
      return this.write(all);
    },
    drop(section, question, at) {
      const all = this.all();
      if (all[section]?.[question]?.at !== at) return;
      delete all[section][question];
      if (!Object.keys(all[section]).length) delete all[section];
      this.write(all);
    },
  };

  const form = root.querySelector("form[data-keep-copy]");
  tell_of_others();
  if (!form) return;
  const section = form.dataset.section, words = (name) => form.dataset[`words${name[0].toUpperCase()}${name.slice(1)}`];
  const drawn = form.querySelector("#drawn"), line = document.getElementById("kept");
  const waiting = new Map(); // question → its entry, not yet acknowledged
  let timer = 0, pause = LEAST, running = null, count = 0, keeps = true, leaving = false;
  // By these the server knows words whose answer never came back as one's own: this page and its running number, and the
  // pages that the words were taken over from
  const page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const taken_over = new Map();
  const marks_of = (id) => [`${page}:${++count}`, taken_over.get(id)].filter(Boolean).join(" ");

  // Inputs that are kept and sent as one types; files, consent and the token wait for the button
  const counts = (input) => input.name && input.type !== "file" && !/^(use:|remove:|csrf)/.test(input.name) && input.name !== "go";
  const question_of = (input) => input.closest(".question, .clash");
  const name_of = (element) => element.dataset.cell ? `q-${element.dataset.cell.split("/")[0]}` : element.id;

  function values_of(id) {
    const held = {};
    const places = [document.getElementById(id), ...drawn.querySelectorAll(".clash")].filter((each) => each && name_of(each) === id);
    for (const place of places) for (const input of place.querySelectorAll("input, textarea, select")) {
      if (!counts(input)) continue;
      held[input.name] ||= [];
      if (!["radio", "checkbox"].includes(input.type) || input.checked) held[input.name].push(input.value);
    }
    return held;
  }

  function say(name, state, more = "") {
    const text = [words(name), more].filter(Boolean).join(" ");
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = state;
  }

  function changed(input) {
    const place = question_of(input);
    if (!place || !counts(input)) return;
    const id = name_of(place), entry = { marks: marks_of(id), at: `${Date.now()}-${count}`, held: values_of(id) };
    waiting.set(id, entry);
    keeps = copy.put(section, id, entry);
    clearTimeout(timer);
    timer = setTimeout(send, ["radio", "checkbox"].includes(input.type) || input.tagName === "SELECT" ? 150 : SOON);
  }

  async function send({ last = false } = {}) {
    clearTimeout(timer);
    while (running) await running;
    if (!waiting.size) return true;
    running = post(last);
    try { return await running; } finally { running = null; }
  }

  async function post(last, again = false) {
    const sent = new Map(waiting), body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const name of ["seen", "shown"]) body.set(name, form.elements[name].value);
    for (const [id, entry] of sent) {
      body.set(`typed-in:${id.slice(2)}`, entry.marks);
      for (const [name, values] of Object.entries(entry.held)) {
        body.delete(name);
        values.forEach((value) => body.append(name, value));
      }
    }
    if (!last) say("saving", "saving");
    let answer;
    try {
      answer = await fetch(form.dataset.save, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: last, redirect: "error" });
    } catch { return later("lost"); }
    if (answer.status === 401) return later("out");
    if (answer.status === 403) return !again && !last && (await renewed()) ? post(last, true) : later("reload");
    if (answer.status >= 500 || answer.status === 429) return later("lost");
    let said;
    try { said = await answer.json(); } catch { return later("reload"); }
    if (said.refused) { say("refused", "lost", said.refused); return false; }
    pause = LEAST;
    take_in(said, sent);
    return !said.clashes.length && !said.too_long.length;
  }

  // Who has signed in again in another tab has got another token: it stands in the page as it is now
  async function renewed() {
    try {
      const answer = await fetch(location.pathname, { redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form[data-keep-copy] input[name=csrfmiddlewaretoken]")?.value;
      if (token) form.elements.csrfmiddlewaretoken.value = token;
      return Boolean(token);
    } catch { return false; }
  }

  function later(name) {
    say(name === "lost" && !keeps ? "only" : name, "lost");
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    pause = Math.min(MOST, pause * 2);
    return null;
  }

  function take_in(said, sent) {
    const seen = JSON.parse(form.elements.seen.value || "{}");
    for (const [cell, [number, mark]] of Object.entries(said.cells)) {
      const version = form.elements[`version:${cell}`];
      if (version) version.value = number;
      seen[cell] = mark;
    }
    form.elements.seen.value = JSON.stringify(seen);
    const held_back = new Set([...said.clashes, ...said.too_long].map((cell) => `q-${cell.split("/")[0]}`));
    for (const [id, entry] of sent) {
      if (held_back.has(id)) {
        if (waiting.get(id) === entry) waiting.delete(id); // it waits for a choice, and is still kept
        continue;
      }
      copy.drop(section, id, entry.at);
      taken_over.delete(id);
      if (waiting.get(id) === entry) waiting.delete(id);
      else if (waiting.has(id)) refresh(id);
    }
    if (said.html) redraw(said);
    if (said.clashes.length) say("chosen", "lost");
    else if (said.too_long.length) say("long", "lost");
    else say("saved", "saved", said.late ? `${said.saved}. ${said.late}` : said.saved);
    if (waiting.size) timer = setTimeout(send, SOON);
  }

  // What was typed while the last was on its way answers to the version that came back
  function refresh(id) {
    const entry = { marks: marks_of(id), at: `${Date.now()}-${count}`, held: values_of(id) };
    waiting.set(id, entry);
    keeps = copy.put(section, id, entry);
  }

  // Questions that are asked now come in, those that are no longer asked go; where one writes nothing moves
  function redraw(said) {
    const fresh = document.createElement("div");
    fresh.innerHTML = said.html; // our own page, escaped by the server
    const now = drawn.querySelector("section.drawn"), next = fresh.querySelector("section.drawn");
    const anew = new Set([...said.redraw, ...said.clashes.map((cell) => cell.split("/")[0])].map((key) => `q-${key}`));
    const there = new Map([...now.querySelectorAll(".question[id]")].map((each) => [each.id, each]));
    const coming = [...next.querySelectorAll(".question[id]")];
    const names = new Set(coming.map((each) => each.id));
    for (const [id, element] of there) if (!names.has(id)) element.remove();
    let before = null;
    for (const element of coming) {
      const old = there.get(element.id);
      const keep = old && !(anew.has(element.id) && !old.contains(document.activeElement) && !waiting.has(element.id));
      const stays = keep ? old : element;
      if (old && !keep) old.replaceWith(element);
      else if (!old) before ? before.after(element) : insert_first(now, element);
      before = stays;
    }
    const clashes = drawn.querySelector("#clashes"), found = fresh.querySelector("#clashes");
    if (clashes && !found) clashes.remove();
    else if (found && (!clashes || clashes.innerHTML !== found.innerHTML)) { clashes?.remove(); drawn.prepend(found); }
    for (const name of ["seen", "shown"]) {
      const came = fresh.querySelector(`input[name=${name}]`);
      if (!came) continue;
      if (name === "shown") form.elements.shown.value = came.value;
      else form.elements.seen.value = JSON.stringify({ ...JSON.parse(came.value), ...JSON.parse(form.elements.seen.value || "{}") });
    }
    put_back();
  }

  function insert_first(place, element) {
    const first = place.querySelector(".question");
    first ? first.before(element) : place.append(element);
  }

  // What had not reached the server is put back into the form, with the versions that it answered to, and sent
  function put_back() {
    let came = false;
    for (const [id, entry] of Object.entries(copy.of(section))) {
      if (waiting.has(id) || entry.back) continue;
      const place = document.getElementById(id);
      if (!place) continue; // not asked yet: perhaps when what it hangs on is saved
      const now = values_of(id);
      const own = ([name]) => !/^(version:|choose:)/.test(name);
      const same = JSON.stringify(Object.entries(now).filter(own)) === JSON.stringify(Object.entries(entry.held).filter(own));
      if (same) { copy.drop(section, id, entry.at); continue; }
      for (const input of place.querySelectorAll("input, textarea, select")) {
        const held = entry.held[input.name];
        if (!held || !counts(input)) continue;
        if (["radio", "checkbox"].includes(input.type)) input.checked = held.includes(input.value);
        else if (held.length) input.value = held[0];
      }
      taken_over.set(id, (entry.marks || "").split(" ").slice(0, 4).join(" "));
      const again = { marks: marks_of(id), at: entry.at, held: Object.fromEntries(Object.entries(entry.held).filter(([name]) => !name.startsWith("choose:"))) };
      waiting.set(id, again);
      keeps = copy.put(section, id, again);
      came = true;
    }
    if (came) {
      say("back", "back");
      clearTimeout(timer);
      timer = setTimeout(send, SOON);
    }
  }

  // On other pages of the same answer: where something lies that has not been sent
  function tell_of_others() {
    const here = form?.dataset.section;
    const others = Object.keys(copy.all()).filter((each) => each !== here);
    if (!others.length) return;
    const links = [...root.querySelectorAll(".steps a")].filter((link) => others.some((key) => link.getAttribute("href").endsWith(`/del/${encodeURIComponent(key)}/`)));
    if (!links.length) return;
    const notice = document.createElement("div");
    notice.className = "ds-alert unsent";
    notice.dataset.color = "warning";
    notice.setAttribute("role", "status");
    const text = document.createElement("p"), list = document.createElement("ul");
    text.textContent = root.dataset.unsent;
    for (const link of links) {
      const item = document.createElement("li"), again = document.createElement("a");
      again.className = "ds-link";
      again.href = link.getAttribute("href");
      again.textContent = link.textContent;
      item.append(again);
      list.append(item);
    }
    notice.append(text, list);
    root.querySelector(".answering-head").append(notice);
  }

  form.addEventListener("input", (event) => changed(event.target));
  form.addEventListener("change", (event) => changed(event.target));
  window.addEventListener("online", () => waiting.size && send());
  document.addEventListener("visibilitychange", () => waiting.size && send({ last: document.visibilityState === "hidden" }));
  window.addEventListener("pagehide", () => waiting.size && send({ last: true }));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && waiting.size && !keeps) event.preventDefault();
  });

  // A button saves what is still on its way first, and goes nowhere while there is no contact
  form.addEventListener("submit", async (event) => {
    if (leaving || (!waiting.size && !running)) { leaving = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter, before = form.elements.shown.value.split(" ");
    const done = await send();
    if (done === null) { line.scrollIntoView({ block: "nearest" }); return; }
    const more = form.elements.shown.value.split(" ").find((key) => key && !before.includes(key));
    if (more && button?.value === "next") { // what was answered last leads to more: it is seen before one goes on
      document.querySelector(`#q-${CSS.escape(more)}`)?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      return;
    }
    leaving = true;
    form.requestSubmit(button);
  }, { capture: true });
  window.addEventListener("pageshow", () => { leaving = false; });
  put_back();
})();
