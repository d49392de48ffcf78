// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Store

/// How far a job is: in words, as a bar, and stage by stage.
struct JobProgress: PagePart {
    let status: JobStatus
    let path: String
    let language: Language
    let stages: StageCounts
    let remainingSeconds: Double?

    var html: HTML {
        let elapsed = max(0, Date.now.timeIntervalSince(self.status.begunAt))
        let percent = self.status.percent
        return """
            <section class="card" data-events="/api\(self.path)/events?lang=\(self.language.rawValue)" data-elapsed="\(Int(elapsed))">
            <p id="message" class="message" role="status">\(ProgressMessage.text(self.status)[self.language])</p>
            <progress id="progress" max="100" value="\(percent)" aria-label="\(self.say("進捗状況", "Progress"))">\(percent)%</progress>
            <ul class="facts"><li><span id="percent">\(percent)</span>%</li>
            <li>\(self.say("⏱️ 経過時間:", "⏱️ Elapsed:")) <span id="elapsed">\(self.span(elapsed))</span></li>
            <li id="remaining" data-live>\(self.remaining)</li></ul>
            <ol id="stages" class="stages" data-live>\(HTML(joining: FilmStep.allCases.map(self.stage)))</ol>
            <p class="hint">\(self.say("このページは閉じてもかまいません。トップページの「最近の動画」から戻れます。", "You may close this page, and come back from your recent films on the first page."))</p>
            \(self.before)</section>
            """
    }

    /// While a film is made again, the one from before is there.
    private var before: HTML {
        guard FilmJobResult(of: self.status)?.files["mp4"] != nil else { return "" }
        let text = self.say(
            "新しい動画ができるまで、前の動画をダウンロードできます", "Until it is there, you can download the film from before")
        return "<p class=\"hint\"><a href=\"/api\(self.path)/download\">\(text)</a></p>"
    }

    private var remaining: String {
        if let position = self.status.queuePosition, position > 1 {
            return self.say(
                "📋 現在\(position - 1)件のジョブが前に待機しています", "📋 \(position - 1) before yours in the queue")
        }
        guard let seconds = self.remainingSeconds else { return "" }
        return self.say("残り約\(self.roughly(seconds))", "about \(self.roughly(seconds)) left")
    }

    /// The first that is not done, and its twin: voices and slides are made side by side.
    private func isCurrent(_ step: FilmStep) -> Bool {
        self.stages[step].isOpen && self.status.step != .queued
    }

    private func stage(_ step: FilmStep) -> HTML {
        let name =
            switch step {
            case .script: self.say("台本", "Script")
            case .audio: self.say("音声", "Voices")
            case .slides: self.say("スライド", "Slides")
            case .video: self.say("動画", "Video")
            }
        let stage = self.stages[step]
        let count = stage.total > 1 ? "\(stage.done)/\(stage.total)" : ""
        if stage.isDone {
            let text = count.isEmpty ? self.say("完了", "Done") : self.say("完了 \(count)", "Done \(count)")
            return "<li class=\"done\"><b>\(name)</b> <span>\(text)</span></li>"
        }
        guard self.isCurrent(step) else {
            return "<li><b>\(name)</b> <span>\(self.say("これから", "To come"))</span></li>"
        }
        let text = count.isEmpty ? self.say("作成中", "In the making") : self.say("作成中 \(count)", "\(count)")
        return "<li aria-current=\"step\"><b>\(name)</b> <span>\(text)</span></li>"
    }
}
