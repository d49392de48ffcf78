// SPDX-License-Identifier: Apache-2.0
internal import ServiceSettings
internal import Store
internal import Worker

extension WorkerSettings {
    /// A worker as its settings want it.
    init(_ settings: ServiceSettings, service: String, routingKey: String, slots: Int) {
        self.init(
            service: service, instance: settings.instance, routingKey: routingKey,
            slots: settings.slots ?? slots)
        self.renewInterval = settings.renewInterval
        self.rescueInterval = settings.rescueInterval
        self.reconcileInterval = settings.reconcileInterval
        self.drainTime = settings.drainTimeout
        self.retention = settings.retention
        self.diskFloorBytes = Int64(settings.diskFloorBytes)
        self.outboxBatch = settings.outboxBatch
        self.confirmTimeout = settings.confirmTimeout
        let deadlines = settings.stageDeadlines
        self.deadlines = [
            .script: deadlines.script, .audio: deadlines.audio, .slide: deadlines.slide,
            .timeline: deadlines.timeline, .render: deadlines.render, .assemble: deadlines.assemble,
        ]
        self.ladder.first = settings.retries.first
        self.ladder.factor = settings.retries.factor
        self.ladder.longest = settings.retries.longest
    }
}
