// SPDX-License-Identifier: EUPL-1.2
// Comfort for the desk: keys, links between sentence and source, length while typing, autosave, progress. Every page works without.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const page = document.body.dataset.page || "";
  const bulletin = document.body.dataset.bulletin || "";
  const base = `/b/${encodeURIComponent(bulletin)}`;
  const typing = (e) => e.target.closest("input, textarea, select, video, [contenteditable]") || e.ctrlKey || e.metaKey || e.altKey;
  const clock = (s) => `${Math.floor(Math.round(s) / 60)}:${String(Math.round(s) % 60).padStart(2, "0")}`;

  // ---- keys: j and k go to the next and the one before
  const stops = all("[data-keys] h2 a, .sentence");
  let at = -1;
  document.addEventListener("keydown", (e) => {
    if (typing(e)) return;
    if ((e.key === "j" || e.key === "k") && stops.length) {
      const here = stops.findIndex((s) => s === document.activeElement || s.contains(document.activeElement));
      at = Math.max(0, Math.min(stops.length - 1, (here >= 0 ? here : at) + (e.key === "j" ? 1 : -1)));
      const stop = stops[at];
      if (!stop.matches("a")) stop.tabIndex = -1;
      stop.focus({ preventScroll: true });
      stop.scrollIntoView({ block: "center" });
      e.preventDefault();
    } else if (e.key === "/" && document.getElementById("suche")) {
      document.getElementById("suche").focus();
      e.preventDefault();
    } else if (/^[a-z]$/.test(e.key) && document.querySelector(`[data-key=${e.key}]`)) {
      document.querySelector(`[data-key=${e.key}]`).click();
    } else if (e.key === " " && document.activeElement.matches(".sentence")) {
      const jump = document.activeElement.querySelector("[data-at]");
      if (jump) jump.click();
      e.preventDefault();
    }
  });

  // ---- review: sentence and source light up together; times play the film
  let pinned = null; // a click keeps the link alight until the next click
  const light = (sentence, on) => {
    if (!on && sentence === pinned) return;
    sentence.classList.toggle("linked", on);
    for (const id of (sentence.dataset.sources || "").trim().split(/\s+/)) {
      const source = id && document.getElementById(id);
      if (!source) continue;
      source.classList.toggle("linked", on || !!(pinned && pinned.dataset.sources.includes(`${id} `)));
      const box = source.closest(".source-text"); // bring it into sight without moving the page
      if (on && box && (source.offsetTop < box.scrollTop || source.offsetTop + source.offsetHeight > box.scrollTop + box.clientHeight)) box.scrollTop = source.offsetTop - box.clientHeight / 3;
    }
  };
  const pin = (sentence) => {
    const before = pinned;
    pinned = null;
    if (before) light(before, false);
    if (sentence && sentence !== before) {
      light(sentence, true);
      pinned = sentence;
    }
    for (const s of all(".sentence")) s.classList.toggle("pinned", s === pinned);
  };
  for (const sentence of all(".sentence")) {
    sentence.addEventListener("click", (e) => { if (!e.target.closest("a, button, input, summary, form")) pin(sentence); });
    for (const on of ["mouseenter", "focusin"]) sentence.addEventListener(on, () => light(sentence, true));
    for (const off of ["mouseleave", "focusout"]) sentence.addEventListener(off, () => light(sentence, false));
    sentence.addEventListener("focus", () => light(sentence, true));
    sentence.addEventListener("blur", () => light(sentence, false));
  }
  for (const source of all(".source p[id]")) {
    const users = all(`.sentence[data-sources~="${source.id}"]`);
    source.addEventListener("mouseenter", () => users.forEach((s) => light(s, true)));
    source.addEventListener("mouseleave", () => users.forEach((s) => light(s, false)));
    source.addEventListener("click", () => { if (users[0]) { pin(users[0]); users[0].scrollIntoView({ block: "nearest" }); } });
  }
  const film = document.getElementById("film");
  if (film) {
    const jumps = all("[data-at]");
    for (const jump of jumps) {
      jump.addEventListener("click", (e) => {
        e.preventDefault();
        film.currentTime = Number(jump.dataset.at);
        film.play().catch(() => {});
      });
    }
    const chapters = jumps.filter((j) => j.closest(".chapters"));
    film.addEventListener("timeupdate", () => {
      const now = chapters.filter((c) => Number(c.dataset.at) <= film.currentTime + 0.05).pop();
      for (const c of chapters) c === now ? c.setAttribute("aria-current", "true") : c.removeAttribute("aria-current");
    });
  }

  // ---- who else is here, and whether this page is still true
  const words = { writes: document.documentElement.lang === "en" ? "is writing" : "schreibt gerade", here: document.documentElement.lang === "en" ? "is here too" : "ist auch hier" };
  let moved = Date.now(); // for the measured minutes, where the newsroom has switched them on: somebody is really here
  for (const sign of ["keydown", "pointermove", "scroll", "timeupdate"]) document.addEventListener(sign, () => { moved = Date.now(); }, { passive: true, capture: true });
  const standing = async () => {
    const active = document.visibilityState === "visible" && Date.now() - moved < 60000 ? 1 : 0;
    const answer = await fetch(`${base}/stand?schreibt=${page === "edit" ? 1 : 0}&aktiv=${active}`, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  };
  const look = async () => {
    const now = await standing().catch(() => null);
    if (!now) return;
    const others = document.getElementById("others");
    if (others) {
      others.textContent = now.others.map((o) => `${o.name} ${o.writing ? words.writes : words.here}.`).join(" ");
      others.hidden = !now.others.length;
    }
    const changed = document.getElementById("changed");
    if (changed && (now.film !== document.body.dataset.film || now.words !== document.body.dataset.words)) changed.hidden = false;
  };
  if (page === "review" || page === "edit") setInterval(look, 12000);

  // ---- progress: goes to the bulletin by itself once the film is there
  if (page === "progress") {
    const watch = async () => {
      const now = await standing().catch(() => null);
      if (!now) return;
      if (now.job !== "running") { location.assign(now.job === "failed" ? location.href : base); return; }
      const bar = document.getElementById("bar");
      if (bar) bar.value = now.step;
    };
    setInterval(watch, 300);
  }

  // ---- edit
  const form = document.getElementById("edit");
  if (!form) return;
  const d = form.dataset;
  const rows = () => all("[data-row]", form).filter((r) => r.value.trim() && !r.closest(".dropped"));
  const seconds = (text) => {
    const t = text.trim();
    if (!t) return 0;
    const commas = (t.match(/[,;](?=\s)/g) || []).length, stops_ = (t.match(/[:.!?](?=\s)/g) || []).length;
    const digits = (t.match(/\d/g) || []).length; // a digit is spoken with some six letters
    return (t.replace(/[,;:.!?]/g, "").length + digits * 5) / d.cps + commas * d.comma + stops_ * d.stop;
  };
  const spoken = () => rows().reduce((sum, r) => sum + seconds(r.value), 0) / d.rate + Math.max(0, rows().length - 1) * d.pause + Number(d.edge);
  let offset = Number(d.estimate) - spoken(); // the server knows numbers in words; typing only moves from there
  const show = () => {
    const now = spoken() + offset;
    document.getElementById("long").textContent = clock(now);
    document.getElementById("gauge").value = now;
    for (const r of all("[data-row]", form)) {
      const s = r.closest(".row-edit").querySelector("[data-sec]");
      if (s) s.textContent = r.value.trim() ? `${(seconds(r.value) / d.rate).toFixed(1).replace(".", document.documentElement.lang === "en" ? "." : ",")} s` : "";
    }
  };
  const grow = (list) => { // the empty row at the end is followed by another once it is used
    const last = list.lastElementChild, area = last.querySelector("textarea");
    if (!area.value.trim()) return;
    const section = list.dataset.section, n = all("textarea", list).length + 1;
    const next = last.cloneNode(true);
    const [hidden, label, text] = [next.querySelector("input"), next.querySelector("label"), next.querySelector("textarea")];
    hidden.name = `${section}.o${n}`; label.htmlFor = `${section}-${n}`; text.id = `${section}-${n}`; text.name = `${section}.t${n}`; text.value = "";
    list.append(next);
  };
  let dirty = false, timer = 0;
  const keep = async () => {
    dirty = false;
    const kept = document.getElementById("kept");
    try {
      const answer = await fetch(d.draft, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      offset += now.seconds - (spoken() + offset);
      show();
      kept.textContent = now.stale ? (document.documentElement.lang === "en" ? "Draft kept; somebody has changed the text meanwhile" : "Entwurf gesichert; jemand hat den Text inzwischen geändert") : document.documentElement.lang === "en" ? "Draft kept" : "Entwurf gesichert";
    } catch {
      dirty = true;
      kept.textContent = document.documentElement.lang === "en" ? "Draft not kept: no connection" : "Entwurf nicht gesichert: keine Verbindung";
    }
  };
  form.addEventListener("input", (e) => {
    dirty = true;
    const drop = e.target.closest("[data-drop]");
    if (drop) drop.closest("[data-story]").classList.toggle("dropped", drop.checked);
    const list = e.target.closest(".rows");
    if (list) grow(list);
    show();
    clearTimeout(timer);
    timer = setTimeout(keep, 2000);
  });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
  form.addEventListener("submit", (e) => {
    if (e.submitter && e.submitter.classList.contains("say")) {
      e.preventDefault();
      hear(e.submitter);
      return;
    }
    dirty = false;
    clearTimeout(timer);
  });
  const stories = () => all("[data-story]", form);
  for (const button of all("[data-move]", form)) button.addEventListener("click", () => {
    const story = button.closest("[data-story]"), other = stories()[stories().indexOf(story) + Number(button.dataset.move)];
    if (!other) return;
    button.dataset.move < 0 ? other.before(story) : other.after(story);
    stories().forEach((s, n) => { s.querySelector("[data-place]").value = n + 1; });
    button.focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const written = document.getElementById("written");
  form.addEventListener("select", (e) => { // what is marked in a sentence is the word to be put right
    const marked = e.target.matches("[data-row]") ? e.target.value.slice(e.target.selectionStart, e.target.selectionEnd).trim() : "";
    if (marked && marked.length <= 80 && written) written.value = marked;
  });
  let player = null;
  const hear = async (button) => {
    const body = new URLSearchParams({ token: form.elements.token.value, say: button.closest(".row-edit").querySelector("textarea").value });
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(button.formAction, { method: "POST", body });
      if (!answer.ok) return;
      if (player) { player.pause(); URL.revokeObjectURL(player.src); }
      player = new Audio(URL.createObjectURL(await answer.blob()));
      await player.play();
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) form.requestSubmit(form.querySelector("[name=do][value=save]"));
  });
  all("[data-drop]:checked", form).forEach((c) => c.closest("[data-story]").classList.add("dropped"));
  show();
})();
