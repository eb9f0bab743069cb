//! How many sheets are opened in a second, each use on the record before and after.

use crate::common::paper::{content, front};
use crate::common::{Site, database, label};
use crate::cost;
use clap::{Args, Command, FromArgMatches};
use record::{Actor, UseOutcome};
use server::config::Config;
use server::folder::Folder;
use server::records::{RecordError, Records};
use sheet::{Label, Sealed};
use std::time::Instant;

const OPENINGS: u32 = 400;

/// With nothing around it: no HTTP, no picture, no worker.
struct Desk {
    escrow: escrow::Escrow,
    records: Records,
    label: Label,
    sealed: Sealed,
}

pub fn table(site: &Site) {
    let address = database::address(site.data.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _guard = runtime.enter();
    let desk = runtime.block_on(desk(site, address));
    println!("\nopenings a second, the key's use and its outcome stored");
    for clients in [1, 8, 32] {
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..clients {
                scope.spawn(|| (0..OPENINGS / clients).for_each(|_| desk.open_recorded()));
            }
        });
        let rate = f64::from(OPENINGS) / start.elapsed().as_secs_f64();
        println!("{:28} {rate:6.0}", format!("{clients} at once"));
    }
    let per = f64::from(OPENINGS);
    let recorded = cost::of(cost::own(), || {
        (0..OPENINGS).for_each(|_| desk.open_recorded())
    });
    let alone = cost::of(cost::own(), || (0..OPENINGS).for_each(|_| desk.open()));
    println!("\nprocessor time of an opening, ms");
    println!("{:28} {:8.3}", "decrypted and checked", alone / per);
    println!("{:28} {:8.3}", "recorded, too", recorded / per);
}

/// `address` of its database, where that is not in its folder.
async fn desk(site: &Site, address: Option<String>) -> Desk {
    let mut flags = vec!["uramen".into(), "--data".into(), site.data.path().into()];
    if let Some(address) = address {
        flags.extend(["--database".into(), std::ffi::OsString::from(address)]);
    }
    let matches = Config::augment_args(Command::new("uramen")).get_matches_from(flags);
    let config = Config::from_arg_matches(&matches).expect("settings");
    let folder = Folder::open(&config).await.expect("the site's folder");
    let label = label(1, 1, 1);
    let sealed = press::seal(&content(&front(1)), &label, &site.issuer, &site.bundle);
    Desk {
        escrow: folder.custody.escrow,
        records: Records::new(folder.database, folder.record_key, folder.record),
        label,
        sealed: sealed.expect("sealed"),
    }
}

impl Desk {
    fn open(&self) {
        let opened = self
            .escrow
            .open(&self.label, &self.sealed, |_| Ok::<_, RecordError>(()));
        assert!(opened.is_ok());
    }

    fn open_recorded(&self) {
        let upload = self.records.of_upload(&[0; 32]);
        let mut begun = None;
        let opened = self.escrow.open(&self.label, &self.sealed, |usage| {
            begun = Some(self.records.begin(&Actor::Caller, upload, usage)?);
            Ok::<_, RecordError>(())
        });
        assert!(opened.is_ok());
        let begun = begun.expect("recorded");
        self.records
            .end(&begun, UseOutcome::Opened)
            .expect("recorded");
    }
}
