//! The command line.

use std::{path::PathBuf, time::Duration};

use parlor_checker::run::{Engine, Plan};

/// How it is used.
pub(crate) const HELP: &str = "\
parlor-checker --server <file> [options]      a run, and its judgement
parlor-checker --judge <history.jsonl>        the judgement of an earlier run

  --engine sqlite|postgres   which database (sqlite)
  --preset short|long|release   90 s, 20 min or 2 h, with people and faults to match (short)
  --seed <n>       the dice of people and faults (another one each time)
  --seconds <n>    for how long people write and faults happen
  --people <n>     how many people; every third has two devices
  --channels <n>   how many channels
  --faults <n>     how many faults
  --pause-ms <n>   how long a device waits between two things it does, on average
  --folder <path>  where history and data go (target/check)
  --keep           keep them also when all is well
";

/// What to do.
pub(crate) enum Task {
    Help,
    Judge(PathBuf),
    Run(Box<Run>),
}

/// A run.
pub(crate) struct Run {
    pub(crate) name: String,
    pub(crate) plan: Plan,
    pub(crate) engine: Engine,
    pub(crate) server: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) keep: bool,
}

pub(crate) struct Arguments {
    pub(crate) task: Task,
}

/// Seconds, people, channels, faults, milliseconds between two things a device does.
const PRESETS: [(&str, [u64; 5]); 3] = [
    ("short", [90, 16, 5, 30, 300]),
    ("long", [1_200, 40, 10, 240, 300]),
    ("release", [7_200, 60, 12, 1_000, 300]),
];

impl Arguments {
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut preset = "short".to_owned();
        let mut numbers: Vec<(String, u64)> = Vec::new();
        let (mut engine, mut server, mut keep) = (Engine::Sqlite, None, false);
        let mut folder = PathBuf::from("target/check");
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("`{word}` needs a value."));
            match word.as_str() {
                "--help" | "-h" => return Ok(Self { task: Task::Help }),
                "--judge" => {
                    let task = Task::Judge(PathBuf::from(value()?));
                    return Ok(Self { task });
                }
                "--keep" => keep = true,
                "--preset" => preset = value()?,
                "--server" => server = Some(PathBuf::from(value()?)),
                "--folder" => folder = PathBuf::from(value()?),
                "--engine" => {
                    engine = match value()?.as_str() {
                        "sqlite" => Engine::Sqlite,
                        "postgres" => Engine::Postgres,
                        other => return Err(format!("There is no engine `{other}`.")),
                    }
                }
                "--seed" | "--seconds" | "--people" | "--channels" | "--faults" | "--pause-ms" => {
                    let number = value()?;
                    let number = number.parse();
                    let number = number.map_err(|_| format!("`{word}` takes a number."))?;
                    numbers.push((word, number));
                }
                _ => return Err(format!("There is no option `{word}`.")),
            }
        }
        let server = server.ok_or("Name the server's program with `--server`.")?;
        let server = std::path::absolute(server).map_err(|error| error.to_string())?;
        let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
        let run = Run {
            name: format!("{engine:?}, {preset}:"),
            plan: plan(&preset, &numbers)?,
            engine,
            server,
            folder,
            keep,
        };
        let task = Task::Run(Box::new(run));
        Ok(Self { task })
    }
}

fn plan(preset: &str, numbers: &[(String, u64)]) -> Result<Plan, String> {
    let found = PRESETS.iter().find(|(name, _)| *name == preset);
    let (_, sizes) = found.ok_or(format!("There is no preset `{preset}`."))?;
    let of = |name: &str, default: u64| {
        let mut given = numbers.iter().rev();
        given
            .find(|(word, _)| word == name)
            .map_or(default, |(_, number)| *number)
    };
    let size = |name, default| usize::try_from(of(name, default)).unwrap_or(usize::MAX);
    let plan = Plan {
        seed: of("--seed", u64::from(rand::random::<u32>())),
        length: Duration::from_secs(of("--seconds", sizes[0])),
        people: size("--people", sizes[1]),
        channels: size("--channels", sizes[2]),
        faults: size("--faults", sizes[3]),
        pause: Duration::from_millis(of("--pause-ms", sizes[4]).max(1)),
    };
    if plan.people == 0 || plan.channels == 0 {
        return Err("There must be people and channels.".to_owned());
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str) -> Result<Task, String> {
        let words = words.split_whitespace().map(str::to_owned);
        Arguments::parse(words).map(|arguments| arguments.task)
    }

    #[test]
    fn what_is_named_stands_before_the_preset() {
        let task = parse("--server s --preset long --people 7 --people 9 --seed 3").unwrap();
        let Task::Run(run) = task else {
            panic!("not a run")
        };
        let plan = run.plan;
        assert_eq!((plan.seed, plan.people, plan.channels), (3, 9, 10));
        assert_eq!(plan.length, Duration::from_mins(20));
    }

    #[test]
    fn mistakes_are_named() {
        for (words, why) in [
            ("", "--server"),
            ("--server s --engine oracle", "oracle"),
            ("--server s --seed x", "number"),
            ("--server s --people 0", "people"),
            ("--server s --preset tiny", "tiny"),
            ("--server", "value"),
            ("--sever s", "--sever"),
        ] {
            let told = parse(words).err().unwrap();
            assert!(told.contains(why), "{words}: {told}");
        }
    }
}
