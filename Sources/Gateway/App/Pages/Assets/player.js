// SPDX-License-Identifier: Apache-2.0
// Chapters of a film: a click goes there in the player, and the one that plays is marked.
"use strict";
(() => {
  const chapters = () => [...document.querySelectorAll("[data-at]")];

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-at]");
    const video = document.querySelector("video");
    if (!link || !video || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    video.currentTime = Number(link.dataset.at);
    video.scrollIntoView({ block: "nearest" });
    // A browser that does not let it begin leaves it there, to be begun by hand.
    video.play().catch(() => {});
  });

  // Media events do not bubble.
  document.addEventListener("timeupdate", (event) => {
    const time = event.target.currentTime;
    const current = chapters().filter((link) => Number(link.dataset.at) <= time + 0.05).pop();
    for (const link of chapters()) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, true);
})();
