// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// Messages on their way from the database to the broker.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "See messages that are not published yet, and hurry them.",
        subcommands: [List.self, Kick.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List messages that are not published yet, the first due first.")

        @OptionGroup var page: PageOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let messages = try await self.options.cluster.access().queue.outbox(limit: self.page.limit)
            self.options.print(
                messages.map(MessageReport.init), MessageTable.text(messages, in: Messages.language))
        }
    }

    struct Kick: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish at once what the broker refused before.",
            discussion: "A retry's message goes on waiting for its time.")

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let count = try await self.options.cluster.access().queue.kickOutbox(actor: self.actor.name)
            self.options.print(["kicked": count], OperatorMessages.kicked(count)[Messages.language] + "\n")
        }
    }
}

enum MessageTable {
    private static let columns = [
        Table.Column(title: Localized(ja: "未送信", en: "MESSAGE")),
        Table.Column(title: Localized(ja: "宛先", en: "TO")),
        Table.Column(title: Localized(ja: "ジョブ", en: "JOB")),
        Table.Column(title: Localized(ja: "作成から", en: "AGE"), isNumber: true),
        Table.Column(title: Localized(ja: "送信予定", en: "DUE")),
        Table.Column(title: Localized(ja: "試行", en: "TRIES"), isNumber: true),
        Table.Column(title: Localized(ja: "エラー", en: "ERROR")),
    ]

    static func text(_ messages: [OutboxReport], in language: Language) -> String {
        guard !messages.isEmpty else { return OperatorMessages.noMessages[language] + "\n" }
        var table = Table(Self.columns)
        for message in messages {
            table.rows.append([
                message.id.short, "\(message.exchange)/\(message.routingKey)", message.job?.short ?? "-",
                Clock.age(since: message.createdAt), Clock.stamp(message.availableAt),
                "\(message.attemptCount)", message.lastError ?? "",
            ])
        }
        return table.text(in: language)
    }
}
