// Word lists from which texts.mjs draws. Written for Graft.

const words = (text) => text.trim().split(/\s+/u);

export const english = words(`
the a of and to in is was for that with on as by at from this which but not are be an or it
engine transfer learning network gradient feature frozen layer weights harbour lantern quietly
unbelievable misunderstanding electroencephalography counterrevolutionary photosynthesis tiramisu
don't can't it's we'll mother-in-law state-of-the-art e.g. i.e. U.S.A. Ph.D. iPhone McDonald's
McCartney NASA LaTeX GPT-4 COVID-19 3rd 21st 0.5 1,000,000 12:30 50% $9.99 #hashtag @mention
running ran runs jumped jumping happily sadness Kubernetes Postgres backpropagation hyperparameter
zebra xylophone quartz rhythm fjord tmesis crwth zugzwang Worcestershire antidisestablishmentarianism`);

export const latin = words(`
café naïve façade über Straße Ærøskøbing Łódź Škoda Čeština Ñandú señor coração maçã œuvre
Ελλάδα ΣΊΣΥΦΟΣ σίσυφος İstanbul ışık Đà Nẵng Việt Hawaiʻi Þórr ďábel ŵyneb ﬁnance ﬀ ǅ ẞ`);

export const chinese = words(`
我们 学习 迁移 模型 自行车 北京 上海 今天 天气 很 好 谢谢 你 请问 退款 什么时候 到 账 数据 训练 神经网络
龍 龜 鬱 繁體字 简体 的 了 在 是 和 有 人 这 中 大 为 上 个 国 以 要 他 时 来 用 们 生 到 作 地 于 出`);

export const scripts = words(`
Привет мир ёлка йод Москва съешь ещё этих мягких французских булок Київ їжак
مرحبا بالعالم السَّلامُ عليكم كتاب ١٢٣ فارسی پیام
สวัสดี ชาวโลก ภาษาไทย กรุงเทพมหานคร น้ำ
नमस्ते दुनिया हिन्दी क्षत्रिय বাংলা தமிழ் తెలుగు
שלום עולם こんにちは 世界 カタカナ ﾊﾝｶｸ がぎぐ 안녕하세요 한국어 გამარჯობა Հայերեն አማርኛ`);

export const symbols = words(`
! ? . , ; : … — – - _ / \\ | @ # $ % ^ & * ( ) [ ] { } < > = + ~ \` " ' “ ” ‘ ’ « » ¿ ¡ § ¶ † ‡ • · 。 ， 、 ！ ？ （ ） 「 」 《 》
€ £ ¥ ₿ © ® ™ ° ± × ÷ ≤ ≥ ≠ ∞ √ ∑ ∫ → ← ↔ ⇒ ∀ ∃ ∈ α β π`);

export const emoji = words(`
😀 😂 👍🏽 ❤️ 👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 🇨🇳 1️⃣ ☃ ☃️ 🧑🏿‍🚀 🤷‍♀️ 🪞 🫠`);

export const code = words(`
public static void main(String[] args) int x=0; for(int i=0;i<n;++i) a[i]=b[i]*c; return null; </div> <p>
snake_case_name camelCaseName CONSTANT_NAME kebab-case-name foo.bar.baz() x->y a==b&&c!=d "\\n" '\\t' /*comment*/
//todo 0xDEADBEEF 1e-9 NaN SELECT * FROM t WHERE id='1'; --flag=value ~/.bashrc C:\\Temp\\x.txt`);

export const special = words(`[MASK] [CLS] [SEP] [PAD] [UNK] [mask] [CLS][SEP] x[MASK]y [unused1] <s> </s> ##ing`);
