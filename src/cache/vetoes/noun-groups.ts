/** Nouns and adjectives that may stand for each other in a question, as narrow as the verbs. Names of technologies do not belong here. */

/** Each line: one group, the first word as its name. */
export const nounGroups = `
application app
database db datastore
bug defect
problem issue difficulty trouble hurdle obstacle challenge
error fault mistake
reason motivation rationale
result outcome
goal aim objective
benefit advantage upside pro merit strength
drawback disadvantage downside con shortcoming weakness flaw
difference distinction
architecture structure
picture image photo
method technique
company employer firm
job role position
colleague coworker teammate
customer client
customer buyer shopper
user visitor people person human
education degree
speed velocity
latency delay lag
memory ram
message
notification alert
authentication auth
authorisation permission
configuration config settings setting
repository repo
environment env
library package
website site webpage
password passphrase
developer programmer engineer
team crew
hobby pastime
salary wage
lesson takeaway learning
skill
rate frequency
share percentage proportion fraction
capacity
profit revenue
car vehicle
teacher instructor
idea concept notion
feature functionality capability
step stage phase
job task chore
internet web
laptop notebook
source origin
end finish
component part piece building-block constituent
technology tech stack techstack
kind type sort
situation case circumstance scenario
price cost charge expense
lifetime lifespan ttl
property attribute field
fast quick rapid speedy
slow sluggish
hard difficult challenging tough tricky
easy simple straightforward
big large huge
small little tiny
important crucial essential vital significant
reliable dependable trustworthy
good suitable
main primary principal chief central
first initial
favourite favorite
correct right
wrong incorrect false untrue
similar alike
common frequent
automatic automatically automated
separate own
asynchronous async asynchronously
synchronous synchronously
roadmap plan
cluster
kubernetes k8s
postgresql postgres psql
javascript js
typescript ts
golang go
`;
