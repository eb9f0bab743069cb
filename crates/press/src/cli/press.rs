use super::Fault;
use crate::files;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use press::{FrontMask, Issuer, Options, Pressed, PressedPage};
use sheet::cards::{EscrowBundle, IssuerCard};
use sheet::{Codec, Kind, Municipality};
use std::path::{Path, PathBuf};
use std::{env, fs};

#[derive(Args)]
pub struct Arguments {
    /// The certificate: A4 portrait pages, without any けん制文字
    #[arg(value_name = "FRONT.pdf")]
    front: PathBuf,
    /// The print-ready PDF: front, back, front, back …; replaced if it exists
    #[arg(short, long, value_name = "OUT.pdf")]
    output: PathBuf,
    /// Use the demonstration keys that the site makes on its first start
    #[arg(long, required_unless_present = "issuer", conflicts_with_all = ["issuer", "escrow"])]
    demo: bool,
    /// The issuing centre's signing key, from `press keygen`
    #[arg(long, value_name = "KEYFILE", requires = "escrow")]
    issuer: Option<PathBuf>,
    /// The public half of the key that opens the sheets, from the site
    #[arg(long, value_name = "BUNDLE", requires = "issuer")]
    escrow: Option<PathBuf>,
    /// The site's public key, which the bundle's signature is checked with
    #[arg(long, value_name = "FILE|HEX", required_unless_present_any = ["demo", "unsigned"])]
    site_key: Option<String>,
    /// Take the bundle as it is, signed or not: for trials
    #[arg(long, conflicts_with = "site_key")]
    unsigned: bool,
    /// What certificate it is
    #[arg(long, default_value = "other", value_parser = kinds())]
    kind: Kind,
    /// 全国地方公共団体コード, six digits [default: the only one on the issuer's card]
    #[arg(long, value_name = "CODE")]
    municipality: Option<String>,
    /// When the certificate was issued, such as 2026-11-21T09:30:00+09:00 [default: now]
    #[arg(long, value_name = "RFC3339")]
    issued_at: Option<Timestamp>,
    /// Where a 個人番号 stands, which the site then hides: page, left, top, width and height in
    /// millimetres; may be repeated
    #[arg(long = "mask", value_name = "PAGE:X,Y,WIDTH,HEIGHT", value_parser = mask)]
    masks: Vec<FrontMask>,
    /// Write the pictures that the site will restore here, one PNG a page
    #[arg(long, value_name = "DIR")]
    preview: Option<PathBuf>,
    /// The site's data folder, for --demo [default: $URAMEN_DATA, else data]
    // Read from the environment by hand: clap would take it for half a press command
    // beside `keygen`.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Result<(), Fault> {
    if files::is_same(&arguments.front, &arguments.output) {
        return Err("the output would overwrite the certificate".into());
    }
    let front = files::read(&arguments.front)?;
    let (issuer, escrow) = arguments.keys()?;
    let pressed = press::press(
        &front,
        &Options {
            issuer: &issuer,
            escrow: &escrow,
            kind: arguments.kind,
            municipality: municipality(arguments.municipality.as_deref(), issuer.card())?,
            issued_at: seconds(arguments.issued_at.unwrap_or_else(Timestamp::now))?,
            masks: &arguments.masks,
        },
    )?;
    if let Some(folder) = &arguments.preview {
        preview(&pressed, folder)?;
    }
    files::replace(&arguments.output, &pressed.pdf)?;
    for page in &pressed.pages {
        println!("{}", summary(page));
    }
    println!("{} written", arguments.output.display());
    Ok(())
}

impl Arguments {
    fn keys(&self) -> Result<(Issuer, EscrowBundle), Fault> {
        let demo = self.data_folder().join("demo");
        let (key, bundle) = match (&self.issuer, &self.escrow) {
            (Some(key), Some(bundle)) => (key.clone(), bundle.clone()),
            _ => (demo.join("issuer.key"), demo.join("escrow.bundle")),
        };
        if let Some(missing) = [&key, &bundle]
            .into_iter()
            .find(|path| self.demo && !path.exists())
        {
            return Err(format!(
                "there are no demonstration keys: {} is missing. Start the site once, which makes \
                 them: cargo xtask serve (or name its data folder with --data)",
                missing.display()
            )
            .into());
        }
        let issuer = Issuer::from_json(&files::read(&key)?)?;
        let bundle = files::read_json(&bundle)?;
        if let Some(site_key) = &self.site_key {
            press::check_bundle(&bundle, &file_or_hex(site_key)?)?;
        }
        Ok((issuer, bundle))
    }

    fn data_folder(&self) -> PathBuf {
        let given = self.data.clone();
        given
            .or_else(|| env::var_os("URAMEN_DATA").map(PathBuf::from))
            .unwrap_or("data".into())
    }
}

/// 64 hexadecimal digits are the key itself.
fn file_or_hex(site_key: &str) -> Result<String, Fault> {
    if site_key.len() == 64 && site_key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(site_key.into());
    }
    Ok(String::from_utf8(files::read(site_key.as_ref())?)?)
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.slug()))
        .map(|slug| Kind::from_slug(&slug).unwrap_or(Kind::Other))
}

/// Whether it lies on a page is for [`press::press`] to say.
fn mask(text: &str) -> Result<FrontMask, &'static str> {
    const EXPECTED: &str = "expected PAGE:X,Y,WIDTH,HEIGHT, such as 1:30,95.5,60,8";
    let (page, rect) = text.split_once(':').ok_or(EXPECTED)?;
    let page = page.parse().map_err(|_| EXPECTED)?;
    let numbers = rect.split(',').map(|n| n.trim().parse::<f32>());
    let numbers: Vec<f32> = numbers.collect::<Result<_, _>>().map_err(|_| EXPECTED)?;
    let &[x, y, width, height] = numbers.as_slice() else {
        return Err(EXPECTED);
    };
    Ok(FrontMask {
        page,
        x,
        y,
        width,
        height,
    })
}

fn municipality(given: Option<&str>, card: &IssuerCard) -> Result<Municipality, Fault> {
    let code = match (given, card.municipalities.as_slice()) {
        (Some(code), _) => code,
        (None, [only]) => &only.code,
        (None, all) => {
            let codes: Vec<String> = all
                .iter()
                .map(|m| format!("{} {}", m.code, m.name))
                .collect();
            return Err(format!(
                "which --municipality? The issuer's card names: {}",
                codes.join(", ")
            )
            .into());
        }
    };
    Ok(Municipality::parse(code)
        .ok_or_else(|| press::Error::MunicipalityCode { code: code.into() })?)
}

fn seconds(time: Timestamp) -> Result<u64, Fault> {
    u64::try_from(time.as_second()).map_err(|_| "the time of issue is before 1970".into())
}

fn preview(pressed: &Pressed, folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(files::at(folder))?;
    for page in &pressed.pages {
        let png = page.picture.to_png()?;
        files::replace(
            &folder.join(format!("page-{}.png", page.label.sheet.index)),
            &png,
        )?;
    }
    Ok(())
}

fn summary(page: &PressedPage) -> String {
    let codec = match page.codec {
        Codec::Jbig2 => "JBIG2",
        Codec::Xz => "xz",
    };
    format!(
        "page {} of {}: {} dpi, {codec}, {} of {} bytes in cells of {} dots, sheet {}/{} ({})",
        page.label.sheet.index,
        page.label.pages,
        page.picture.dpi,
        page.frame,
        page.capacity,
        page.label.profile.dots(),
        HEXLOWER.encode(&page.label.sheet.set),
        page.label.sheet.index,
        page.label.sheet.number(),
    )
}
