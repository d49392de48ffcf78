// SPDX-License-Identifier: Apache-2.0

/// Which letters of an English word write which of its phones.
///
/// Katakana keep the vowel a word is written with where English speech has only a murmur, so the letter behind each
/// phone has to be known: the last vowel of "token" is エ, of "button" オ.
struct LetterAlignment {
    /// What an English phone is usually written with; the first letters of a word's rest are tried against these.
    private static let spellings: [String: [String]] = Self.table(
        """
        aa=o,a,au,ea,ow;ae=a;ah=u,o,ou,oo;ao=o,a,au,aw,ou,oa,ough,augh;aw=ou,ow;ax=a,e,i,o,u,ou,ai,eo,y,ea
        ay=i,y,igh,ie,uy,ye,eigh;eh=e,ea,ai,a,ie;er=er,or,ir,ur,ar,re,our,ear,ure,yr;ey=a,ai,ay,ei,ey,eigh,ea
        ih=i,y,e,a,ui,u;iy=e,ee,ea,y,i,ie,ei,ey;ow=o,oa,ow,oe,ough;oy=oi,oy;uh=oo,u,ou,o;uw=u,oo,ou,ew,ue,ui,o,eu,wo
        b=b,bb;ch=ch,tch,t,ti,c,cz;d=d,dd,ed;dh=th;f=f,ff,ph,gh;g=g,gg,gh,gu,x;hh=h,wh;jh=j,g,dg,gg,d,di,ge,dge
        k=k,c,ck,cc,ch,q,que,qu,kk,x;l=l,ll;m=m,mm,mb,mn;n=n,nn,kn,gn,pn;ng=n,ng;p=p,pp;r=r,rr,wr,rh
        s=s,ss,c,sc,ps,st,z;sh=sh,ti,ci,si,ssi,ss,s,ch,sci,c,t,shi;t=t,tt,ed,th,bt,pt;th=th;v=v,f,vv;w=w,wh,u,o
        y=y,i;z=z,zz,s,ss,x;zh=s,si,z,g,ge,j
        """)

    private static func table(_ text: String) -> [String: [String]] {
        let entries = text.split { $0 == ";" || $0 == "\n" }.map { entry in
            let sides = entry.split(separator: "=")
            return (String(sides[0].drop { $0 == " " }), sides[1].split(separator: ",").map(String.init))
        }
        return Dictionary(entries) { first, _ in first }
    }

    private let letters: [Character]
    private let phones: [String]
    /// The least cost of aligning all letters and phones from a place on, row by letter.
    private var costs: [[Double]]
    /// How the best alignment goes on from there.
    private var steps: [[Step]]

    private enum Step {
        case end, skipLetter
        case phone(letterCount: Int)
    }

    /// The letters of each phone, "" for a phone nothing writes. O(letters x phones).
    static func letters(of word: String, for phones: [String]) -> [String] {
        var alignment = LetterAlignment(letters: Array(word), phones: phones)
        alignment.fill()
        return alignment.path()
    }

    private init(letters: [Character], phones: [String]) {
        self.letters = letters
        self.phones = phones
        self.costs = Array(
            repeating: Array(repeating: .infinity, count: phones.count + 1), count: letters.count + 1)
        self.steps = Array(
            repeating: Array(repeating: .end, count: phones.count + 1), count: letters.count + 1)
    }

    private mutating func fill() {
        self.costs[self.letters.count][self.phones.count] = 0
        for letter in (0...self.letters.count).reversed() {
            for phone in (0...self.phones.count).reversed() {
                if letter < self.letters.count {
                    let silence = self.letters[letter] == "e" ? 0.6 : 1.2
                    self.consider(.skipLetter, silence + self.costs[letter + 1][phone], at: letter, phone)
                }
                guard phone < self.phones.count else { continue }
                for count in 0...min(4, self.letters.count - letter) {
                    let cost = self.cost(of: phone, letter: letter, count: count)
                    self.consider(
                        .phone(letterCount: count), cost + self.costs[letter + count][phone + 1], at: letter,
                        phone)
                }
            }
        }
    }

    private mutating func consider(_ step: Step, _ cost: Double, at letter: Int, _ phone: Int) {
        guard cost < self.costs[letter][phone] else { return }
        self.costs[letter][phone] = cost
        self.steps[letter][phone] = step
    }

    private func cost(of phone: Int, letter: Int, count: Int) -> Double {
        let name = self.phones[phone]
        guard count > 0 else {
            // "x" writes two phones, and nothing writes the y of "use".
            if letter > 0, self.letters[letter - 1] == "x", name == "s" || name == "z" { return 0.1 }
            return ["ax": 0.8, "y": 0.3, "w": 1][name] ?? 2
        }
        let written = String(self.letters[letter..<letter + count])
        if Self.spellings[name]?.contains(written) ?? false { return 0 }
        let isVowel = PhonesInKana.vowels.contains(name)
        return isVowel && written.allSatisfy { "aeiouy".contains($0) } ? 1.5 : .infinity
    }

    private func path() -> [String] {
        var written: [String] = []
        var letter = 0
        while written.count < self.phones.count {
            switch self.steps[letter][written.count] {
            case .end: return written + Array(repeating: "", count: self.phones.count - written.count)
            case .skipLetter: letter += 1
            case .phone(let count):
                written.append(String(self.letters[letter..<letter + count]))
                letter += count
            }
        }
        return written
    }
}
