# Makes the namespace and the search attributes that runs carry. What is there already stays.
until temporal operator cluster health; do sleep 2; done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 72h
until temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" > /dev/null; do sleep 2; done
for attribute in TramaTenant=Keyword TramaFlow=Keyword TramaRun=Keyword TramaTest=Bool; do
  temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "${attribute%=*}" --type "${attribute#*=}" || true
done
