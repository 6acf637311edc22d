// SPDX-License-Identifier: EUPL-1.2
// The point that every crop of a picture keeps: set by a click, by arrow keys in the picture, or by the sliders; crops follow.
"use strict";
(() => {
  const clip = (value, least, most) => Math.min(Math.max(value, least), most);

  // the same rule as picture/cropping.py
  const cut = (width, height, x, y, w, h) => {
    const scale = Math.max(w / width, h / height);
    const wide = Math.min(width, Math.round(w / scale)), high = Math.min(height, Math.round(h / scale));
    return [Math.round(clip(x * width - wide / 2, 0, width - wide)), Math.round(clip(y * height - high * 0.45, 0, height - high)), wide, high];
  };

  for (const box of document.querySelectorAll("[data-crop]")) {
    const width = Number(box.dataset.width), height = Number(box.dataset.height);
    const picture = box.querySelector("[data-pick]");
    const [across, down] = box.querySelectorAll("input[type=range]");
    const show = () => {
      const x = across.value / 100, y = down.value / 100;
      for (const mark of box.querySelectorAll("[data-mark] circle")) {
        mark.setAttribute("cx", x * width);
        mark.setAttribute("cy", y * height);
      }
      for (const shown of box.querySelectorAll("svg[data-w]")) shown.setAttribute("viewBox", cut(width, height, x, y, Number(shown.dataset.w), Number(shown.dataset.h)).join(" "));
    };
    const set = (x, y) => {
      across.value = clip(Math.round(x), 0, 100);
      down.value = clip(Math.round(y), 0, 100);
      down.dispatchEvent(new Event("input", { bubbles: true }));
    };
    box.addEventListener("input", show);
    picture.addEventListener("click", (e) => {
      e.preventDefault();
      if (!e.detail) return; // pressed by keyboard: the arrow keys set the point
      const at = picture.getBoundingClientRect();
      set(((e.clientX - at.left) / at.width) * 100, ((e.clientY - at.top) / at.height) * 100);
    });
    picture.addEventListener("keydown", (e) => {
      const step = e.shiftKey ? 10 : 2;
      const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[e.key];
      if (!way) return;
      e.preventDefault();
      set(Number(across.value) + way[0], Number(down.value) + way[1]);
    });
    show();
  }
})();
