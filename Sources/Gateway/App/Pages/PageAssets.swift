// SPDX-License-Identifier: Apache-2.0

/// The pages' own style and script: in the program, so that a page asks nobody else for anything.
enum PageAssets {
    static let style = """
        :root { color-scheme: light dark; --ink: #1c2330; --paper: #fbfaf7; --quiet: #59616f; --line: #c9ccd2;
          --accent: #1f5fbf; --on-accent: #ffffff; --alarm: #a61b1b; --field: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --paper: #15181e; --quiet: #a9b1bd;
          --line: #424a57; --accent: #8ab6ff; --on-accent: #10151d; --alarm: #ff9a92; --field: #1e232b; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.7;
          font-family: system-ui, "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", sans-serif; }
        header, main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
        header { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--line); }
        .name { font-weight: 700; text-decoration: none; color: inherit; }
        a { color: var(--accent); overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; line-height: 1.4; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; }
        label { display: block; margin: .8rem 0 .2rem; font-weight: 600; }
        input[type=text], textarea, select { width: 100%; min-height: 2.75rem; padding: .5rem .7rem; font: inherit;
          color: inherit; background: var(--field); border: 1px solid var(--quiet); border-radius: .4rem; }
        .row { display: flex; gap: .5rem; }
        .row input { flex: 1; min-width: 0; }
        button { min-height: 2.75rem; padding: .4rem 1.1rem; font: inherit; font-weight: 600; cursor: pointer;
          color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem; }
        button.quiet { color: var(--accent); background: transparent; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        details { margin: 1rem 0; }
        summary { cursor: pointer; min-height: 2.75rem; padding: .5rem 0; }
        progress { width: 100%; height: 1.2rem; accent-color: var(--accent); }
        video { width: 100%; max-height: 80vh; background: #000; border-radius: .4rem; }
        .problem { color: var(--alarm); font-weight: 600; }
        .source, .notice, .films span { color: var(--quiet); overflow-wrap: anywhere; }
        .wide, pre { overflow-x: auto; }
        pre { padding: .7rem; background: var(--field); border: 1px solid var(--line); border-radius: .4rem; }
        table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .9rem; }
        th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        td { min-width: 8rem; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
        @media (max-width: 30rem) { .row { flex-direction: column; } h1 { font-size: 1.25rem; } }

        """

    /// In a tab, and beside a bookmark.
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f5fbf"/>\
        <path d="M12 9v14l11-7z" fill="#fff"/></svg>

        """

    static let script = """
        "use strict";
        (() => {
          const place = document.querySelector("[data-events]");
          if (!place || !window.EventSource) return;
          const events = new EventSource(place.dataset.events);
          const text = (id, value) => {
            const element = document.getElementById(id);
            if (element.textContent !== value) element.textContent = value;
          };
          events.addEventListener("progress", (event) => {
            const job = JSON.parse(event.data);
            text("message", job.progress_message);
            text("percent", String(job.progress));
            document.getElementById("progress").value = job.progress;
          });
          const end = () => { events.close(); location.reload(); };
          for (const name of ["done", "failed", "cancelled"]) events.addEventListener(name, end);
        })();

        """
}
