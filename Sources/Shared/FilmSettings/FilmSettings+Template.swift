// SPDX-License-Identifier: Apache-2.0
package import Domain

extension FilmSettings {
    /// The file `config init` writes: every default spelled out, with a comment in `language` on what it
    /// does.
    package static func template(for language: Language) -> String {
        switch language {
        case .japanese: self.japaneseTemplate
        case .english: self.englishTemplate
        }
    }

    private static let japaneseTemplate = """
        # Movie Generator の設定。どの行も省略でき、省略すると下に書かれた値になります。
        # 書き終えたら moviegen config validate で確かめられます。

        project:
          name: My YouTube Channel
          output_dir: ./output          # 動画の保存先（実行したフォルダーから見た場所）

        style:
          size: 1080p                   # 720p、1080p、または 1080x1920 のような 幅x高さ
          fps: 30                       # 1〜60
          crf: 23                       # 画質。1〜51。小さいほどきれいで大きい
          theme: light                  # light または dark

        content:
          # language: ja                # ja または en。省略すると記事の言語
          target_seconds: 180           # 目標の長さ（秒）
          max_seconds: 300              # これより長くしない（秒）
          seed: 0                       # 数字を変えると言い回しが変わる

        narration:                      # 間の長さ（秒、0〜30）
          initial_pause: 1.5            # 最初のセリフの前
          slide_pause: 1.0              # スライドが変わるとき
          speaker_pause: 0.35           # 話し手が変わるとき
          line_pause: 0.2               # 同じ話し手が続けるとき
          ending_pause: 2.0             # 最後のセリフのあと

        audio:
          engine: local                 # local、または placeholder（無音。確認用）
          speed_scale: 1.0              # 話す速さ。0.5〜2

        video:
          transition:
            type: fade                  # fade または none
            duration_frames: 15
          bgm:
            enabled: true
            # path: music.mp3           # 省略すると内蔵の曲。この設定ファイルから見た場所
            volume: 0.3                 # 0〜1。セリフの間は自動で下がる
            fade_in_seconds: 0.5
            fade_out_seconds: 2.0
            loop: true
          # background:                 # 省略するとテーマの背景
          #   type: image               # image または color
          #   path: background.png
          #   fit: cover                # cover、contain、fill

        # 話し手。省略するとコハクとソラが話します。
        # personas:
        #   - id: kohaku
        #     name: コハク
        #     role: explainer           # explainer（解説役）または questioner（質問役）
        #     subtitle_color: "#F2A03D" # 色は引用符で囲む
        #     character_pack: kohaku    # キャラクターの名前、またはフォルダー
        #     character_position: left  # left、right、center
        #     animation_style: sway     # sway、bounce、static
        #     synthesizer:
        #       engine: local
        #       speed_scale: 1.0
        #       pitch: 0                # 半音。-12〜12

        # 読み方。読みだけ、または アクセントなども。
        pronunciation:
          custom: {}
          #   YAML: ヤムル
          #   人工知能: {reading: ジンコウチノウ, accent: 5, word_type: COMMON_NOUN, priority: 10}

        """

    private static let englishTemplate = """
        # Settings of Movie Generator. Every line may be left out; what is written here is what you get without it.
        # Check your changes with: moviegen config validate

        project:
          name: My YouTube Channel
          output_dir: ./output          # where films go, seen from the folder you run it in

        style:
          size: 1080p                   # 720p, 1080p, or WIDTHxHEIGHT like 1080x1920
          fps: 30                       # 1 to 60
          crf: 23                       # quality, 1 to 51: smaller is better and bigger
          theme: light                  # light or dark

        content:
          # language: en                # ja or en; without it, the article's own
          target_seconds: 180           # how long the film should be
          max_seconds: 300              # and how long it may be at most
          seed: 0                       # another number, another wording

        narration:                      # silences in seconds, 0 to 30
          initial_pause: 1.5            # before the first line
          slide_pause: 1.0              # where the slide changes
          speaker_pause: 0.35           # where the speaker changes
          line_pause: 0.2               # between two lines of one speaker
          ending_pause: 2.0             # after the last line

        audio:
          engine: local                 # local, or placeholder: silence, for a first look
          speed_scale: 1.0              # how fast they talk, 0.5 to 2

        video:
          transition:
            type: fade                  # fade or none
            duration_frames: 15
          bgm:
            enabled: true
            # path: music.mp3           # without it, our own theme; seen from this file
            volume: 0.3                 # 0 to 1; lowered by itself under speech
            fade_in_seconds: 0.5
            fade_out_seconds: 2.0
            loop: true
          # background:                 # without it, the theme's own
          #   type: image               # image or color
          #   path: background.png
          #   fit: cover                # cover, contain or fill

        # The speakers. Without any, Kohaku and Sora talk.
        # personas:
        #   - id: kohaku
        #     name: Kohaku
        #     role: explainer           # explainer or questioner
        #     subtitle_color: "#F2A03D" # colours need their quotes
        #     character_pack: kohaku    # a character's name, or its folder
        #     character_position: left  # left, right or center
        #     animation_style: sway     # sway, bounce or static
        #     synthesizer:
        #       engine: local
        #       speed_scale: 1.0
        #       pitch: 0                # semitones, -12 to 12

        # How words are said: just the reading, or more about it.
        pronunciation:
          custom: {}
          #   YAML: yammel
          #   nginx: {reading: engine x, priority: 10}

        """
}
