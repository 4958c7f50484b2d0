#include "adapters/cli/check_page_script.hpp"

namespace umlauf::cli {

std::string_view check_page_script() {
  return R"js("use strict";
const SVG = "http://www.w3.org/2000/svg";
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

class Player {
  constructor(section) {
    this.section = section;
    this.findings = JSON.parse(section.querySelector("script").textContent);
    this.parts = new Map();
    for (const part of section.querySelectorAll("[data-id]")) this.parts.set(part.dataset.id, part);
    this.finding = null;
    this.step = 0;
    this.run = 0;  // every change of mind ends the animation before
    section.querySelectorAll("article").forEach((article, number) => {
      article.querySelector(".show").onclick = () => this.show(number);
      for (const button of article.querySelectorAll("[data-do]"))
        button.onclick = () => {
          if (this.finding !== this.findings[number]) this.show(number);
          this[button.dataset.do]();
        };
      article.querySelectorAll("ol li").forEach((item, step) => {
        item.onclick = () => {
          if (this.finding !== this.findings[number]) this.show(number);
          this.go(step + 1);
        };
      });
    });
  }

  show(number) {
    this.finding = this.findings[number];
    this.article = this.section.querySelectorAll("article")[number];
    this.go(this.finding.trace.length);
    const part = this.parts.get(this.finding.element);
    if (part) part.scrollIntoView({block: "center", behavior: still ? "auto" : "smooth"});
  }

  // Tokens on each flow after the first `steps` steps.
  marking(steps) {
    const tokens = new Map();
    const add = (flow, count) => tokens.set(flow, Math.max(0, (tokens.get(flow) || 0) + count));
    for (const step of this.finding.trace.slice(0, steps)) {
      for (const flow of step.consume || []) add(flow, -1);
      for (const flow of step.produce || []) add(flow, 1);
    }
    return tokens;
  }

  go(step) {
    ++this.run;
    this.step = Math.max(0, Math.min(step, this.finding.trace.length));
    this.draw();
  }
  first() { this.go(0); }
  back() { this.go(this.step - 1); }
  next() { this.go(this.step + 1); }

  async play() {
    const run = ++this.run;
    if (this.step >= this.finding.trace.length) this.step = 0;
    while (this.step < this.finding.trace.length) {
      this.draw();
      await this.move(this.finding.trace[this.step], run);
      if (run !== this.run) return;
      ++this.step;
    }
    this.draw();
  }

  draw() {
    for (const token of this.section.querySelectorAll(".token")) token.remove();
    for (const part of this.parts.values()) part.classList.remove("wrong", "related", "fired");
    for (const item of this.section.querySelectorAll("li.now")) item.classList.remove("now");
    const finding = this.finding;
    const mark = (id, name) => this.parts.get(id) && this.parts.get(id).classList.add(name);
    for (const id of finding.related || []) mark(id, "related");
    mark(finding.element, "wrong");
    if (this.step > 0) {
      mark(finding.trace[this.step - 1].fire, "fired");
      const items = this.article.querySelectorAll("ol li");
      if (items[this.step - 1]) items[this.step - 1].classList.add("now");
    }
    for (const [flow, count] of this.marking(this.step))
      if (count > 0) this.token(flow, this.rest(flow), count);
  }

  rest(flow) {
    const line = this.parts.get(flow);
    return line && line.getPointAtLength ? line.getPointAtLength(line.getTotalLength() * 0.6) : null;
  }

  token(flow, at, count) {
    const part = this.parts.get(flow);
    if (!part || !at) return null;
    const token = document.createElementNS(SVG, "g");
    token.setAttribute("class", "token");
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("r", 7);
    token.append(dot);
    if (count > 1) {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("y", 4);
      text.textContent = count;
      token.append(text);
    }
    token.setAttribute("transform", `translate(${at.x} ${at.y})`);
    part.ownerSVGElement.append(token);
    return token;
  }

  async move(step, run) {
    const node = this.parts.get(step.fire);
    if (node) node.classList.add("fired");
    await this.along((step.consume || []).map((flow) => [flow, 0.6, 1]), run, 350);
    await this.along((step.produce || []).map((flow) => [flow, 0, 0.6]), run, 650);
  }

  along(ways, run, duration) {
    const tokens = ways.map(([flow, from, to]) => {
      const line = this.parts.get(flow);
      if (!line || !line.getTotalLength) return null;
      const token = this.token(flow, line.getPointAtLength(0), 1);
      return token && {token, line, from, to, length: line.getTotalLength()};
    }).filter(Boolean);
    if (still) return new Promise((done) => setTimeout(done, duration));
    return new Promise((done) => {
      const begin = performance.now();
      const frame = (now) => {
        if (run !== this.run) return done();
        const share = Math.min(1, (now - begin) / duration);
        for (const {token, line, from, to, length} of tokens) {
          const at = line.getPointAtLength(length * (from + (to - from) * share));
          token.setAttribute("transform", `translate(${at.x} ${at.y})`);
        }
        if (share < 1) return requestAnimationFrame(frame);
        for (const {token} of tokens) token.remove();
        done();
      };
      requestAnimationFrame(frame);
    });
  }
}

for (const section of document.querySelectorAll("section")) {
  const player = new Player(section);
  const first = player.findings.findIndex((finding) => finding.trace.length > 0);
  if (first >= 0) player.show(first);
}
scrollTo(0, 0);
)js";
}

}  // namespace umlauf::cli
