// SPDX-License-Identifier: Apache-2.0
// Keeps the page of a job that is being made up to date. The pages say the same without it.
"use strict";
(() => {
  const place = document.querySelector("[data-events]");
  if (!place || !window.EventSource) return;
  const pause = 1500;
  let events;
  const begin = performance.now() - Number(place.dataset.elapsed) * 1000;
  const isJapanese = document.documentElement.lang === "ja";

  const tell = (id, value) => {
    const element = document.getElementById(id);
    if (element && element.textContent !== value) element.textContent = value;
  };

  const span = (seconds) => {
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    if (h) return isJapanese ? `${h}時間${m}分` : `${h} h ${m} min`;
    if (m) return isJapanese ? `${m}分${s}秒` : `${m} min ${s} s`;
    return isJapanese ? `${s}秒` : `${s} s`;
  };
  const clock = setInterval(() => tell("elapsed", span(Math.floor((performance.now() - begin) / 1000))), 1000);

  const load = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // What has not changed stays, with its pictures; and so does what the keyboard is in.
  const renew = (here, there) => {
    if (here.isEqualNode(there)) return;
    // What is live in both comes by itself.
    if (here.querySelector("[data-live]") && there.querySelector("[data-live]")) return;
    if (here.tagName !== "OL") {
      here.replaceChildren(...there.childNodes);
      return;
    }
    const items = [...there.children];
    items.forEach((item, index) => {
      const old = here.children[index];
      if (!old) here.append(item);
      else if (!old.isEqualNode(item) && !old.contains(document.activeElement)) old.replaceWith(item);
    });
    while (here.children.length > items.length) here.lastElementChild.remove();
  };

  let isBusy = false, isOver = false, timer = 0;
  const refresh = async () => {
    timer = 0;
    if (isBusy || isOver || document.hidden) return;
    isBusy = true;
    try {
      const page = await load();
      if (isOver) return;
      for (const here of document.querySelectorAll("[data-live]")) {
        const there = page.getElementById(here.id);
        if (there) renew(here, there);
      }
      document.title = page.title;
    } catch {
      // The next event brings it.
    } finally {
      isBusy = false;
    }
  };
  const refreshSoon = () => { if (!timer && !isOver) timer = setTimeout(refresh, pause); };
  document.addEventListener("visibilitychange", refreshSoon);

  const move = (event) => {
    const job = JSON.parse(event.data);
    tell("message", job.progress_message);
    tell("percent", String(job.progress));
    document.getElementById("progress").value = job.progress;
    document.title = document.title.replace(/^\d+%/, `${job.progress}%`);
    refreshSoon();
  };

  const end = async (event) => {
    isOver = true;
    events.close();
    clearInterval(clock);
    clearTimeout(timer);
    try {
      const page = await load();
      const main = document.querySelector("main");
      const hadFocus = main.contains(document.activeElement);
      main.replaceChildren(...page.querySelector("main").childNodes);
      document.title = page.title;
      tell("news", JSON.parse(event.data).progress_message);
      if (hadFocus) main.focus();
    } catch {
      location.reload();
    }
  };

  // A browser comes back by itself where nobody answers, but not where a proxy answers in the gateway's place.
  const listen = () => {
    events = new EventSource(place.dataset.events);
    events.addEventListener("progress", move);
    for (const name of ["done", "failed", "cancelled"]) events.addEventListener(name, end);
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000 + Math.random() * 4000);
    });
  };
  listen();
  refreshSoon();
})();
