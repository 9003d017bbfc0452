/** Verbs that may stand for each other in a question, narrow groups of general English: a pair that is missing costs a hit, a wrong one an answer. */

/** Each line: one group, the first word as its name. */
export const verbGroups = `
use utilise employ leverage choose pick select adopt apply
store save keep persist hold retain
build make create implement develop construct write craft author compose
design architect model
deploy release ship publish launch
host run deploy
improve enhance refine
optimise tune
accelerate hasten quicken
fix repair resolve solve cure correct remedy patch
change alter modify adjust edit amend
change update refresh
update upgrade
remove delete erase drop discard eliminate
add append insert include introduce
begin start launch commence initiate boot
finish complete conclude
stop halt terminate cease
send transmit dispatch emit deliver push pass hand
receive get obtain retrieve fetch acquire gain
achieve reach attain accomplish get
contact reach
show display present list
render draw paint
check verify validate confirm
happen occur arise become
visit open
call invoke
protect secure safeguard guard
handle manage process treat tackle address
prevent avoid avert stop
detect discover spot notice identify find recognise
calculate compute determine derive
cause trigger provoke
offer provide supply
maintain keep
measure gauge quantify benchmark
monitor observe watch
test
reduce lower decrease cut shrink lessen minimise drop fall
increase raise grow boost rise
enable activate
disable deactivate
allow permit let
block forbid prohibit deny
connect link join attach integrate
communicate interact talk speak
learn study
teach instruct
explain describe clarify
require need demand
contain comprise include consist hold
divide split share partition
merge combine
move migrate transfer relocate
convert transform translate
replace substitute swap
compare contrast
differ
relate connect
fail crash break die outage
recover restore
invalidate expire
order sort rank
route forward direct
search query lookup find
authenticate login
register signup
collect gather
analyse examine
generate produce
configure setup
ensure guarantee assure
synchronise sync
schedule
execute run perform
log record
prefer favour favor choose pick select
recommend suggest advise propose
plan intend
doubt distrust question
contradict disagree conflict
enjoy like love
lead head
cost
pay
buy purchase
train
predict forecast
parse
share distribute
supervise oversee
assign allocate
reach access
matter
acknowledge ack
wake awaken
examine inspect
feed ingest load
renew extend
lose
tolerate accept
`;
