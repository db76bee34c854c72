// A page opened from the file system may not start a worker. There, and only there, the search runs in a hidden
// frame instead. The frame is empty and gets its scripts by address, so the page's security policy holds in it.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      document.body.append(frame);
      this.inner = frame.contentWindow;
      this.inner.importScripts = (...urls) =>
        urls.reduce((done, each) => done.then(() => this.load(each)), Promise.resolve());
      this.inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.base = new URL(url, location.href);
      this.ready = this.load(this.base.href);
    }

    load(url) {
      return new Promise((done, fail) => {
        const script = this.inner.document.createElement("script");
        script.src = new URL(url, this.base).href;
        script.onload = () => done();
        script.onerror = () => fail(new Error("cannot load " + url));
        this.inner.document.head.append(script);
      });
    }

    postMessage(data) {
      this.ready.then(() => this.inner.dispatchEvent(new this.inner.MessageEvent("message", { data })));
    }

    terminate() {
      this.inner.frameElement.remove();
    }
  }

  // Material's worker looks for this name to learn that it runs in a frame.
  window.IFrameWorker = FrameWorker;
  window.Worker = FrameWorker;
})();
